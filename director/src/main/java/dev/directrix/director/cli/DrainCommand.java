package dev.directrix.director.cli;

import dev.directrix.director.control.Codecs;
import dev.directrix.director.control.Operations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code directrix drain}. */
@Command(name = "drain", mixinStandardHelpOptions = true,
    description = "Leave the routers' ECMP set without losing a flow.")
final class DrainCommand extends RelayedCommand {

    @Mixin
    private VipOption vip = new VipOption();

    @Override
    void act(final Operations director) {
        print(director.drain(vip.vip()), Codecs.VIPS, new ReportText(paint())::vips);
    }
}
