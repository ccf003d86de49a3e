package dev.directrix.director.cli;

import dev.directrix.director.control.Codecs;
import dev.directrix.director.control.Operations;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code directrix routes [--neighbor ADDRESS] [--vip ADDRESS]}. */
@Command(name = "routes", mixinStandardHelpOptions = true,
    description = "What is announced to whom, and why the rest is not.")
final class RoutesCommand extends DirectorCommand {

    @Option(names = "--neighbor", paramLabel = "ADDRESS", description = "Only for this neighbor.")
    private Optional<String> neighbor = Optional.empty();

    @Mixin
    private VipOption vip = new VipOption();

    @Override
    void act(final Operations director) {
        print(director.routes(neighbor, vip.vip()), Codecs.ROUTES, new RoutingText(paint())::routes);
    }
}
