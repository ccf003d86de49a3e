package dev.directrix.director.runtime;

import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.PoolConfig;
import dev.directrix.director.config.ServerConfig;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.ServerName;
import dev.directrix.director.control.TraceEntry;
import dev.directrix.director.control.TraceReport;
import dev.directrix.director.control.TraceRequest;
import dev.directrix.ecmp.Prefix;
import dev.directrix.forwarder.datapath.Datapath;
import dev.directrix.forwarder.datapath.InterfaceStatus;
import dev.directrix.forwarder.pipeline.DropReason;
import dev.directrix.forwarder.pipeline.Verdict;
import dev.directrix.forwarder.service.AddressRange;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.trace.Headers;
import dev.directrix.forwarder.trace.Trace;
import dev.directrix.forwarder.trace.TraceFilter;
import dev.directrix.forwarder.trace.TracedPacket;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The trace of a director: one at a time. A trace that is not read ends by itself and makes room. Thread-safe. */
final class Traces {

    private static final Map<String, Integer> PROTOCOLS = Map.of("icmp", 1, "tcp", 6, "udp", 17, "icmpv6", 58);
    private static final int MAX_PROTOCOL = 255;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_READ = 1000;

    private long last;
    private Optional<Running> running = Optional.empty();

    /** A trace, and a moment by both clocks. */
    private record Running(long id, Trace trace, Instant began, long beganNs) {
    }

    /**
     * Begins a trace.
     *
     * @return its number
     */
    synchronized long start(final TraceRequest request, final Datapath datapath, final Snapshot now) {
        final long nowNs = System.nanoTime();
        if (running.filter(it -> it.trace().running(nowNs)).isPresent()) {
            throw new OperationException("another trace is running; there is one at a time, and it ends "
                + Trace.IDLE_NS / 1_000_000_000 + " s after its reader has gone");
        }
        if (request.snap() < 1 || request.snap() > Trace.MAX_SNAP) {
            throw new OperationException("a trace keeps 1 to " + Trace.MAX_SNAP + " octets of a packet, not "
                + request.snap());
        }
        final Trace trace = datapath.trace(filter(request, now), request.snap());
        last++;
        running = Optional.of(new Running(last, trace, Instant.now(), nowNs));
        return last;
    }

    /** What it has seen since it was read last. */
    synchronized TraceReport read(final long id, final Datapath datapath, final Snapshot now) {
        final Running read = require(id);
        final List<String> interfaces =
            datapath.status().interfaces().stream().map(InterfaceStatus::name).toList();
        final List<TraceEntry> packets = read.trace().read(MAX_READ, System.nanoTime()).stream()
            .map(packet -> entry(packet, read, interfaces, now)).toList();
        return new TraceReport(read.trace().lost(), packets);
    }

    /** The rest of what it has seen; it ends. */
    synchronized TraceReport stop(final long id, final Datapath datapath, final Snapshot now) {
        require(id).trace().close();
        final TraceReport rest = read(id, datapath, now);
        running = Optional.empty();
        return rest;
    }

    private Running require(final long id) {
        return running.filter(it -> it.id() == id).orElseThrow(() ->
            new OperationException("trace " + id + " has ended: nobody has read it for "
                + Trace.IDLE_NS / 1_000_000_000 + " s"));
    }

    static TraceFilter filter(final TraceRequest request, final Snapshot now) {
        return new TraceFilter(
            request.vip().map(Traces::address), request.client().map(Traces::range),
            request.server().map(text -> server(text, now)),
            request.protocol().map(Traces::protocol).map(OptionalInt::of).orElseGet(OptionalInt::empty),
            port(request.port()),
            request.verdict().flatMap(Traces::fate), request.verdict().flatMap(Traces::reason));
    }

    private static OptionalInt port(final OptionalInt port) {
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > MAX_PORT)) {
            throw new OperationException("port " + port.getAsInt() + " is not within 1..65535");
        }
        return port;
    }

    private static InetAddress address(final String text) {
        try {
            return AddressText.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new OperationException(e.getMessage(), e);
        }
    }

    private static AddressRange range(final String text) {
        try {
            if (text.indexOf('/') < 0) {
                return AddressRange.of(AddressText.parse(text));
            }
            final Prefix prefix = AddressText.parsePrefix(text);
            return new AddressRange(prefix.address(), prefix.length());
        } catch (final IllegalArgumentException e) {
            throw new OperationException(e.getMessage(), e);
        }
    }

    private static int protocol(final String text) {
        final Integer known = PROTOCOLS.get(text.toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        if (text.matches("\\d{1,3}") && Integer.parseInt(text) <= MAX_PROTOCOL) {
            return Integer.parseInt(text);
        }
        throw new OperationException("'" + text + "' is no protocol; use tcp, udp, icmp, icmpv6 or a number");
    }

    private static Optional<TraceFilter.Fate> fate(final String text) {
        return Arrays.stream(TraceFilter.Fate.values())
            .filter(fate -> fate.name().equalsIgnoreCase(text)).findFirst();
    }

    private static Optional<DropReason> reason(final String text) {
        if (fate(text).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(DropReason.values())
            .filter(reason -> reason.label().equalsIgnoreCase(text)).findFirst()
            .orElseThrow(() -> new OperationException("'" + text + "' is no verdict; use sent, passed, held, dropped"
                + " or " + Arrays.stream(DropReason.values()).map(DropReason::label)
                    .collect(Collectors.joining(", ")))));
    }

    private static InetAddress server(final String text, final Snapshot now) {
        final ServerName wanted = ServerName.parse(text);
        for (final PoolConfig pool : now.config().pools().values()) {
            for (final ServerConfig server : pool.servers()) {
                if (wanted.matches(pool.name(), server.name()) || AddressText.format(server.address()).equals(text)) {
                    return server.address();
                }
            }
        }
        throw new OperationException("there is no server " + text + "; see 'directrix server list'");
    }

    private static TraceEntry entry(
        final TracedPacket packet, final Running trace, final List<String> interfaces, final Snapshot now) {
        final boolean sent = Verdict.isTx(packet.verdict());
        final boolean dropped = Verdict.isDrop(packet.verdict());
        return new TraceEntry(
            trace.began().plusNanos(packet.timeNs() - trace.beganNs()), packet.worker(),
            interfaces.get(packet.port()), outcome(packet.verdict()),
            dropped ? Optional.of(Verdict.reason(packet.verdict()).label()) : Optional.empty(), why(packet),
            sent ? Optional.of(interfaces.get(Verdict.port(packet.verdict()))) : Optional.empty(),
            packet.server().map(key -> name(key, now)), packet.server().map(ServerKey::address), packet.slot(),
            HexFormat.of().formatHex(packet.in()), packet.inLength(), HexFormat.of().formatHex(packet.out()),
            packet.outLength());
    }

    private static String outcome(final int verdict) {
        if (Verdict.isTx(verdict)) {
            return "sent";
        }
        if (verdict == Verdict.HELD) {
            return "held";
        }
        return Verdict.isDrop(verdict) ? "dropped" : "passed";
    }

    private static String why(final TracedPacket packet) {
        if (Verdict.isDrop(packet.verdict())) {
            return Verdict.reason(packet.verdict()).text();
        }
        if (packet.verdict() == Verdict.HELD) {
            return "waits for the first fragment of its packet";
        }
        if (!Verdict.isTx(packet.verdict())) {
            return "not for a VIP";
        }
        if (packet.waited()) {
            return "waited for the first fragment of its packet";
        }
        if (packet.server().isEmpty()) {
            return isAnswer(packet) ? "answered by the director" : "from a server to its client";
        }
        return packet.reason().map(reason -> switch (reason) {
            case FLOW_TABLE -> "its flow has an entry";
            case RECENT_SYN -> "a SYN of its flow went there lately";
            case TABLE -> "new flow, chosen by the scheduler";
            default -> "as the flow that it belongs to";
        }).orElse("as the flow that it belongs to");
    }

    /** Whether it goes back to where it came from. */
    private static boolean isAnswer(final TracedPacket packet) {
        final Headers came = new Headers();
        final Headers left = new Headers();
        came.parse(packet.in(), packet.in().length);
        left.parse(packet.out(), packet.out().length);
        return came.protocol() != Headers.NONE && left.destination().equals(came.source());
    }

    private static String name(final ServerKey key, final Snapshot now) {
        return Optional.ofNullable(now.config().pools().get(key.pool())).stream()
            .flatMap(pool -> pool.servers().stream())
            .filter(server -> server.address().equals(key.address()))
            .map(server -> key.pool() + "/" + server.name())
            .findFirst().orElse(key.pool() + "/" + AddressText.format(key.address()));
    }
}
