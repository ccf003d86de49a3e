package dev.directrix.director.cli;

import dev.directrix.director.control.DrainCodecs;
import dev.directrix.director.control.Operations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code directrix undrain}. */
@Command(name = "undrain", mixinStandardHelpOptions = true,
    description = "Come back to the routers' ECMP set.")
final class UndrainCommand extends RelayedCommand {

    @Mixin
    private VipOption vip = new VipOption();

    @Override
    void act(final Operations director) {
        final ReportText text = new ReportText(paint());
        print(director.undrain(vip.vip()), DrainCodecs.DRAINS, it -> text.vips(it.vips()) + text.unkept(it.unkept()));
    }
}
