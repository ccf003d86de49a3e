package dev.directrix.director.cli;

import dev.directrix.director.control.Codecs;
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
        print(director.undrain(vip.vip()), Codecs.VIPS, new ReportText(paint())::vips);
    }
}
