package dev.directrix.director.config;

import dev.directrix.forwarder.datapath.DatapathMode;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import dev.directrix.maglev.Seed;
import dev.directrix.maglev.TableSize;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code datapath}, {@code flows} and {@code maglev}, which may all be left out. */
final class DatapathSections {

    private static final Map<String, DatapathMode> MODES =
        Map.of("auto", DatapathMode.AUTO, "af-xdp", DatapathMode.AF_XDP, "pcap", DatapathMode.PCAP);
    private static final Map<String, FlowTracking> TRACKING =
        Map.of("always", FlowTracking.ALWAYS, "on-change", FlowTracking.ON_CHANGE);
    private static final int MIN_TABLE_SIZE = 101;
    private static final int MIN_FLOWS = 1024;
    private static final int MAX_FLOWS = 1 << 27;
    private static final Duration MIN_IDLE = Duration.ofSeconds(1);
    private static final Duration MAX_IDLE = Duration.ofDays(1);
    private static final String MAKE_SEED = "make one with 'openssl rand -hex 16' and give every director the same";

    private DatapathSections() {
    }

    static DatapathConfig datapath(final Optional<Value> value) {
        final Optional<Section> section = value.flatMap(Value::section);
        final DatapathMode mode = section.flatMap(it -> it.get("mode"))
            .flatMap(it -> it.oneOf(MODES, Set.of("xdp"))).orElse(DatapathMode.AUTO);
        final int capacity = section.flatMap(it -> it.get("flow-capacity"))
            .flatMap(it -> it.size(MIN_FLOWS, MAX_FLOWS)).orElse(DatapathConfig.DEFAULT_FLOW_CAPACITY);
        final Map<String, Value> neighbors = section.flatMap(it -> it.get("neighbors"))
            .map(Value::namedValues).orElse(Map.of());
        return new DatapathConfig(mode, capacity, pinned(neighbors));
    }

    private static PinnedNeighbors pinned(final Map<String, Value> neighbors) {
        final Map<InetAddress, Long> pinned = new HashMap<>();
        Optional<Long> fallback = Optional.empty();
        for (final Map.Entry<String, Value> entry : neighbors.entrySet()) {
            final Optional<Long> mac = entry.getValue().parsed(DatapathSections::mac);
            if (entry.getKey().equals("default")) {
                fallback = mac;
            } else {
                address(entry).ifPresent(address -> mac.ifPresent(it -> pinned.put(address, it)));
            }
        }
        return new PinnedNeighbors(pinned, fallback);
    }

    private static long mac(final String text) {
        try {
            return PinnedNeighbors.parseMac(text);
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException(
                "'" + text + "' is not the MAC address of one station; write it as 02:00:0a:00:01:15", e);
        }
    }

    private static Optional<InetAddress> address(final Map.Entry<String, Value> entry) {
        try {
            return Optional.of(AddressText.parse(entry.getKey()));
        } catch (final IllegalArgumentException e) {
            return entry.getValue().error(e.getMessage() + "; or 'default'");
        }
    }

    /**
     * Reads {@code flows}.
     *
     * @param clustered whether there is a section {@code cluster}
     */
    static FlowsConfig flows(final Optional<Value> value, final boolean clustered) {
        final Optional<Section> section = value.flatMap(Value::section);
        final FlowTracking track = section.flatMap(it -> it.get("track")).flatMap(it -> track(it, clustered))
            .orElse(FlowTracking.ALWAYS);
        final Optional<Section> idle = section.flatMap(it -> it.get("idle")).flatMap(Value::section);
        final FlowTimeouts usual = FlowTimeouts.DEFAULT;
        return new FlowsConfig(track, new FlowTimeouts(
            idle(idle, "tcp", MAX_IDLE, usual.tcp()),
            idle(idle, "udp", MAX_IDLE, usual.udp()),
            idle(idle, "syn", FlowsConfig.LONGEST_SYN, usual.syn()),
            idle(idle, "closing", MAX_IDLE, usual.closing()),
            idle(idle, "handshake", MAX_IDLE, usual.halfOpen()),
            idle(idle, "half-closed", MAX_IDLE, usual.halfClosed())));
    }

    private static Optional<FlowTracking> track(final Value value, final boolean clustered) {
        return value.oneOf(TRACKING, Set.of()).flatMap(track -> track == FlowTracking.ON_CHANGE && !clustered
            ? value.error("without a section 'cluster' nobody asks for flows when the servers change; use always")
            : Optional.of(track));
    }

    private static Duration idle(
        final Optional<Section> section, final String key, final Duration most, final Duration usual) {
        return section.flatMap(it -> it.get(key)).flatMap(it -> it.duration(MIN_IDLE, most)).orElse(usual);
    }

    /**
     * Reads {@code maglev}.
     *
     * @param cluster the section {@code cluster}, which needs a seed that others can have too
     */
    static MaglevConfig maglev(
        final Optional<Value> value, final SecretFile secrets, final Optional<Value> cluster) {
        final Optional<Section> section = value.flatMap(Value::section);
        if (section.flatMap(it -> it.get("seed-file")).isEmpty()) {
            cluster.ifPresent(it -> it.error("a cluster needs 'maglev.seed-file'; " + MAKE_SEED));
        }
        final int size = section.flatMap(it -> it.get("table-size")).flatMap(DatapathSections::tableSize)
            .orElse(TableSize.DEFAULT);
        final Optional<Seed> seed = section.flatMap(it -> it.get("seed-file"))
            .flatMap(it -> secrets.read(it, MAKE_SEED, DatapathSections::seed));
        return new MaglevConfig(size, seed);
    }

    private static Optional<Integer> tableSize(final Value value) {
        return value.size(MIN_TABLE_SIZE, TableSize.MAX).flatMap(size -> TableSize.isValid(size)
            ? Optional.of(size)
            : value.error(size + " is not a prime; use " + TableSize.atLeast(size) + ", the next one"));
    }

    private static Seed seed(final String text) {
        if (!text.matches("[0-9A-Fa-f]{32}")) {
            throw new IllegalArgumentException("a seed is 32 hexadecimal digits; " + MAKE_SEED);
        }
        return Seed.ofHex(text);
    }
}
