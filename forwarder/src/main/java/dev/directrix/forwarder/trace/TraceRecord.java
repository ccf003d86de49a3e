package dev.directrix.forwarder.trace;

import dev.directrix.forwarder.pipeline.FlowDecision;
import dev.directrix.forwarder.service.ServerKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Layout of a {@link TracedPacket} in the ring: numbers, then the octets of the packet as it came and as it left. */
final class TraceRecord {

    /** {@link #SERVER}, {@link #REASON} and {@link #SLOT} when there is none. */
    static final int NONE = -1;

    private static final List<FlowDecision.Reason> REASONS = List.of(FlowDecision.Reason.values());
    private static final int TIME = 0;
    private static final int WORKER = 8;
    private static final int PORT = 12;
    private static final int VERDICT = 16;
    private static final int SERVER = 20;
    private static final int REASON = 24;
    private static final int SLOT = 28;
    private static final int IN_LENGTH = 32;
    private static final int IN_KEPT = 36;
    private static final int OUT_LENGTH = 40;
    private static final int OUT_KEPT = 44;
    private static final int WAITED = 48;
    private static final int OCTETS = 52;

    private TraceRecord() {
    }

    /** Bytes of a record. */
    static int length(final int inKept, final int outKept) {
        return OCTETS + inKept + outKept;
    }

    /** Writes who, when and what. */
    static void writeDecision(
        final MutableDirectBuffer buffer, final int at, final long timeNs, final int worker, final int port,
        final int verdict, final int server, final Optional<FlowDecision> decision) {
        buffer.putLong(at + TIME, timeNs);
        buffer.putInt(at + WORKER, worker);
        buffer.putInt(at + PORT, port);
        buffer.putInt(at + VERDICT, verdict);
        buffer.putInt(at + SERVER, server);
        buffer.putInt(at + REASON, decision.isEmpty() ? NONE : REASONS.indexOf(decision.get().reason()));
        buffer.putInt(at + SLOT, decision.isEmpty() ? NONE : decision.get().slot());
    }

    /** Writes whether it waited for the first fragment of its packet. */
    static void writeWaited(final MutableDirectBuffer buffer, final int at, final boolean waited) {
        buffer.putInt(at + WAITED, waited ? 1 : 0);
    }

    /** Writes the packet as it came and as it left. */
    static void writePacket(
        final MutableDirectBuffer buffer, final int at, final byte[] in, final int inKept, final int inLength,
        final byte[] out, final int outKept, final int outLength) {
        buffer.putInt(at + IN_LENGTH, inLength);
        buffer.putInt(at + IN_KEPT, inKept);
        buffer.putInt(at + OUT_LENGTH, outLength);
        buffer.putInt(at + OUT_KEPT, outKept);
        buffer.putBytes(at + OCTETS, in, 0, inKept);
        buffer.putBytes(at + OCTETS + inKept, out, 0, outKept);
    }

    static TracedPacket read(
        final DirectBuffer buffer, final int at, final IntFunction<Optional<ServerKey>> servers) {
        final byte[] in = new byte[buffer.getInt(at + IN_KEPT)];
        final byte[] out = new byte[buffer.getInt(at + OUT_KEPT)];
        buffer.getBytes(at + OCTETS, in);
        buffer.getBytes(at + OCTETS + in.length, out);
        final int server = buffer.getInt(at + SERVER);
        final int reason = buffer.getInt(at + REASON);
        return new TracedPacket(buffer.getLong(at + TIME), buffer.getInt(at + WORKER), buffer.getInt(at + PORT),
            buffer.getInt(at + VERDICT), buffer.getInt(at + WAITED) != 0,
            server == NONE ? Optional.empty() : servers.apply(server),
            reason == NONE ? Optional.empty() : Optional.of(REASONS.get(reason)), optional(buffer.getInt(at + SLOT)),
            in, buffer.getInt(at + IN_LENGTH), out, buffer.getInt(at + OUT_LENGTH));
    }

    private static OptionalInt optional(final int value) {
        return value < 0 ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
