package dev.directrix.director.cli;

import com.google.gson.JsonObject;
import dev.directrix.director.cli.Paint.Tone;
import dev.directrix.director.control.DrainStage;
import dev.directrix.director.control.VipDrain;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.director.rolling.RollingStep;
import dev.directrix.director.rolling.RollingStep.Stage;
import dev.directrix.director.rolling.Sight;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The restarts of directors, one line an event.
 *
 * @param paint colours
 */
record RollingText(Paint paint) {

    String text(final String director, final RollingStep step, final Sight seen, final long nowMs) {
        final Tone tone = switch (step.stage()) {
            case DONE -> Tone.GOOD;
            case FAILED -> Tone.BAD;
            default -> Tone.NOTICE;
        };
        return director + "  " + paint.apply(tone, word(step.stage())) + "  "
            + String.format(Locale.ROOT, "%.1f s", (nowMs - step.begunMs()) / 1_000.0) + detail(step, seen);
    }

    JsonObject json(final String director, final RollingStep step, final Sight seen, final long nowMs) {
        final JsonBuilder shares = new JsonBuilder();
        seen.shares().forEach((vip, share) -> shares.put(vip.getHostAddress(), share.doubleValue()));
        return new JsonBuilder().put("director", director).put("stage", word(step.stage()))
            .put("elapsedMs", nowMs - step.begunMs()).put("shares", shares.build())
            .put("packetsPerSecond", packets(seen)).put("why", step.why()).build();
    }

    private static String detail(final RollingStep step, final Sight seen) {
        return switch (step.stage()) {
            case DRAINING -> seen.drain().drains().isEmpty() ? ""
                : "  " + Quantity.rate(packets(seen)) + " packets/s" + shares(seen) + (seen.drain().drains().stream()
                    .allMatch(drain -> drain.stage() == DrainStage.MOVED) ? ", its flows have moved" : "");
            case RESTARTING -> step.hooked() ? "  its flows have moved" : "  it has gone";
            case RETURNING -> "  it is back, a member in sync";
            case MEASURING -> "  announced";
            case DONE -> shares(seen).replaceFirst(",", " ");
            case FAILED -> step.why().map(why -> "  " + why).orElse("");
        };
    }

    private static double packets(final Sight seen) {
        return seen.drain().drains().stream().mapToDouble(VipDrain::packetsPerSecond).sum();
    }

    private static String shares(final Sight seen) {
        return Optional.of(seen.shares().entrySet().stream()
            .sorted(Map.Entry.comparingByKey((a, b) -> a.getHostAddress().compareTo(b.getHostAddress())))
            .map(it -> String.format(Locale.ROOT, "%.1f%%", it.getValue() * 100)).collect(Collectors.joining(" ")))
            .filter(text -> !text.isEmpty()).map(text -> ", share " + text).orElse("");
    }

    private static String word(final Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }
}
