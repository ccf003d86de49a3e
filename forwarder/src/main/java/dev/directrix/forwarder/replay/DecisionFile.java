package dev.directrix.forwarder.replay;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServiceKey;
import dev.directrix.forwarder.service.VirtualService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads which server each flow shall get: a line {@code proto src:port dst:port server} each, the server by name or by
 * address. Empty lines and what follows a {@code #} are skipped.
 */
final class DecisionFile {
    private final Path file;
    private final List<VirtualService> services;
    private final Map<FlowKey, RealServer> decisions = new HashMap<>();
    private final Map<FlowKey, Integer> lines = new HashMap<>();
    private final List<String> errors = new ArrayList<>();

    private DecisionFile(final Path file, final List<VirtualService> services) {
        this.file = file;
        this.services = services;
    }

    /**
     * Reads a file.
     *
     * @param services the services that its flows can be for
     * @throws ReplayException if it cannot be read, or any line is wrong: the message names each
     */
    static Map<FlowKey, RealServer> read(final Path file, final List<VirtualService> services) {
        final DecisionFile reader = new DecisionFile(file, services);
        try {
            int number = 0;
            for (final String line : Files.readAllLines(file)) {
                number++;
                reader.line(number, line);
            }
        } catch (final IOException e) {
            throw new ReplayException("cannot read the decisions " + file + ": " + e, e);
        }
        if (!reader.errors.isEmpty()) {
            throw new ReplayException(String.join("\n", reader.errors));
        }
        return Map.copyOf(reader.decisions);
    }

    private void line(final int number, final String line) {
        final String text = line.replaceFirst("#.*", "").strip();
        if (text.isEmpty()) {
            return;
        }
        try {
            final String[] words = text.split("\\s+");
            if (words.length != 4) {
                throw new IllegalArgumentException("expected 'proto src:port dst:port server', found '" + text + "'");
            }
            decide(number, words);
        } catch (final IllegalArgumentException e) {
            errors.add(file + ":" + number + ": " + e.getMessage());
        }
    }

    private void decide(final int number, final String[] words) {
        final FlowKey flow = FlowText.parse(words[0], words[1], words[2]);
        final ServerPool pool = poolOf(flow);
        final RealServer server = pool.find(words[3]).orElseThrow(() -> new IllegalArgumentException(
                "pool " + pool.name() + " has no server named or at '" + words[3] + "'"));
        final Integer earlier = lines.putIfAbsent(flow, number);
        if (earlier != null) {
            throw new IllegalArgumentException("the flow " + flow + " is decided in line " + earlier + " already");
        }
        decisions.put(flow, server);
    }

    /** Of several services, the one at the fewest ports serves a flow. */
    private ServerPool poolOf(final FlowKey flow) {
        return services.stream()
                .filter(service -> service.vip().equals(flow.destination())
                        && service.protocol() == flow.protocol()
                        && service.ports().first() <= flow.destinationPort()
                        && flow.destinationPort() <= service.ports().last())
                .min(Comparator.comparingInt(service -> service.ports().last() - service.ports().first()))
                .map(VirtualService::pool)
                .orElseThrow(() -> new IllegalArgumentException("there is no service "
                        + new ServiceKey(flow.destination(), flow.protocol(), flow.destinationPort())));
    }
}
