package dev.directrix.director.cli;

import dev.directrix.director.cli.Paint.Tone;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.control.AnnouncedPath;
import dev.directrix.director.control.RampReport;
import dev.directrix.director.control.SharesReport;
import dev.directrix.director.control.WeightOrigin;
import dev.directrix.director.control.WeightOverview;
import dev.directrix.director.control.WeightReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * ECMP weights as people read them.
 *
 * @param paint colours
 */
record WeightText(Paint paint) {

    private static final int PERCENT = 100;

    String overview(final WeightOverview it) {
        return weights(it.weights()) + '\n' + shares(it.shares());
    }

    String shares(final SharesReport it) {
        final StringBuilder out = new StringBuilder();
        for (final SharesReport.RouterSet set : it.sets()) {
            out.append(out.isEmpty() ? "" : "\n").append("shares of ").append(AddressText.format(set.vip()))
                .append(set.router().map(router -> " at router " + router).orElse(", which no router has"))
                .append(it.receiver().filter(_ -> set.router().isPresent()).map(name -> ", modelled as " + name)
                    .orElse("")).append('\n').append(shares(set, it.receiver().isPresent()));
        }
        it.unheard().forEach(director -> out.append(paint.apply(Tone.BAD, "warning")).append("  director ")
            .append(director.director()).append(" is not in it: ").append(director.why()).append('\n'));
        it.warnings().forEach(warning -> out.append(paint.apply(Tone.BAD, "warning")).append("  ").append(warning)
            .append('\n'));
        return out.toString();
    }

    private String shares(final SharesReport.RouterSet set, final boolean modelled) {
        final TextTable table = modelled
            ? new TextTable(paint, "DIRECTOR", "STATE", ">WEIGHT", ">TRANSITIVE", ">NON-TRANSITIVE", ">LARGE", ">PATHS",
                ">ROUTER WEIGHT", ">MODELLED", ">MEASURED", "LEFT OUT")
            : new TextTable(paint, "DIRECTOR", "STATE", ">WEIGHT", ">TRANSITIVE", ">NON-TRANSITIVE", ">LARGE", ">PATHS",
                ">MEASURED");
        for (final SharesReport.Share it : set.directors()) {
            final List<Object> cells = new ArrayList<>(List.of(it.director(), ReportText.state(it.state()), it.weight(),
                bandwidth(it.path().map(AnnouncedPath::transitive)),
                bandwidth(it.path().map(AnnouncedPath::nonTransitive)),
                it.path().map(AnnouncedPath::community).filter(OptionalInt::isPresent)
                    .map(value -> "" + value.getAsInt()).orElse("-"),
                it.path().map(path -> "" + path.copies()).orElse("-")));
            if (modelled) {
                cells.add(it.routerWeight().isPresent() ? "" + it.routerWeight().getAsLong() : "-");
                cells.add(percent(it.share()));
            }
            cells.add(percent(it.measured()));
            if (modelled) {
                cells.add(it.leftOut().orElse(""));
            }
            table.row(cells.toArray());
        }
        return table.render();
    }

    private static String bandwidth(final Optional<OptionalLong> bytesPerSecond) {
        return bytesPerSecond.filter(OptionalLong::isPresent).map(it -> Quantity.rate((double) it.getAsLong()))
            .orElse("-");
    }

    private static String percent(final Optional<Double> share) {
        return share.map(it -> String.format(Locale.ROOT, "%.1f%%", it * PERCENT)).orElse("-");
    }

    String weights(final WeightReport it) {
        final TextTable vips = new TextTable(paint, "VIP", ">WEIGHT", ">CONFIGURED", "SET BY", "STATE");
        final TextTable ramps = new TextTable(
            paint, "RAMP", ">FROM", ">TO", ">STEP", ">NEXT", ">IN", ">DONE IN", "DONE AT");
        final TextTable autos = new TextTable(paint, "AUTO", ">PERCENT", ">SINCE", "WHY");
        for (final WeightReport.VipWeight vip : it.vips()) {
            vips.row(AddressText.format(vip.address()), vip.weight(), vip.configured(), origin(vip),
                ReportText.state(vip.state()));
            vip.auto().ifPresent(auto -> autos.row(AddressText.format(vip.address()), auto.percent() + "%",
                Quantity.age(auto.sinceChange()),
                vip.origin() == WeightOrigin.AUTO ? auto.why() : "another weight is commanded"));
            vip.ramp().ifPresent(ramp -> row(ramps, AddressText.format(vip.address()), ramp));
        }
        final String configured = it.weight() == it.configuredWeight()
            ? " (as configured)" : " (configured: " + it.configuredWeight() + ")";
        final StringBuilder out = new StringBuilder("weight ").append(it.weight()).append(configured).append("\n\n")
            .append(vips.render());
        if (!ramps.isEmpty()) {
            out.append('\n').append(ramps.render());
        }
        if (!autos.isEmpty()) {
            out.append('\n').append(autos.render());
        }
        it.unkept().ifPresent(why -> out.append('\n').append(paint.apply(Tone.BAD, "warning"))
            .append("  what was commanded will not survive a restart: ").append(why).append('\n'));
        return out.toString();
    }

    private static void row(final TextTable table, final String vip, final RampReport it) {
        table.row(vip, it.from(), it.target(), it.step(), it.nextWeight(), Quantity.age(it.nextIn()),
            Quantity.age(it.doneIn()), it.doneAt());
    }

    private static String origin(final WeightReport.VipWeight vip) {
        return switch (vip.origin()) {
            case VIP_COMMAND -> "weight set --vip";
            case COMMAND -> "weight set";
            case AUTO -> "weight-auto";
            case VIP_CONFIG -> "file, vips[].weight";
            case CONFIG -> "file, weight";
        };
    }
}
