package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.Family;
import java.util.ArrayList;
import java.util.List;

/**
 * Routes may stay while the speaker restarts (RFC 4724 §3, RFC 8538 §2).
 *
 * @param flags              the four flag bits, as they came
 * @param restartTimeSeconds how long it takes at most, 0 to 4095
 * @param entries            families that it holds for; none: only End-of-RIB is sent
 */
public record GracefulRestart(int flags, int restartTimeSeconds, List<Entry> entries) implements Capability {

    /** Code. */
    public static final int CODE = 64;
    /** How it is read and written. */
    public static final CapabilityCodec<GracefulRestart> CODEC = new Codec();

    /** Flag R: the speaker has restarted. */
    public static final int RESTARTED = 0x8;
    /** Flag N: NOTIFICATION and hold timer too leave the routes; Hard Reset ends them (RFC 8538 §2). */
    public static final int NOTIFICATION = 0x4;
    /** The longest restart time. */
    public static final int MAX_RESTART_TIME_SECONDS = 0xfff;

    /**
     * What is said about one family.
     *
     * @param family the family
     * @param flags  the flag octet, as it came
     */
    public record Entry(Family family, int flags) {

        /** Flag F: forwarding went on during the restart. */
        public static final int FORWARDING = 0x80;

        /** Whether forwarding went on. */
        public boolean forwarding() {
            return (flags & FORWARDING) != 0;
        }

        @Override
        public String toString() {
            return family + (forwarding() ? " forwarding" : "");
        }
    }

    /** Freezes the list. */
    public GracefulRestart {
        entries = List.copyOf(entries);
    }

    /** Whether the speaker has just restarted. */
    public boolean restarted() {
        return (flags & RESTARTED) != 0;
    }

    /** Whether a NOTIFICATION leaves the routes too (RFC 8538). */
    public boolean notification() {
        return (flags & NOTIFICATION) != 0;
    }

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "graceful-restart " + restartTimeSeconds + " s" + (restarted() ? " restarted" : "")
            + (notification() ? " notification" : "") + (entries.isEmpty() ? "" : " " + entries);
    }

    private static final class Codec implements CapabilityCodec<GracefulRestart> {

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public Class<GracefulRestart> valueType() {
            return GracefulRestart.class;
        }

        @Override
        public GracefulRestart decode(final ByteReader value) {
            final int head = value.u16();
            final List<Entry> entries = new ArrayList<>();
            while (value.hasRemaining()) {
                entries.add(new Entry(new Family(value.u16(), value.u8()), value.u8()));
            }
            return new GracefulRestart(head >> 12, head & MAX_RESTART_TIME_SECONDS, entries);
        }

        @Override
        public void encode(final GracefulRestart capability, final ByteWriter out) {
            out.u16(capability.flags << 12 | capability.restartTimeSeconds);
            capability.entries.forEach(
                entry -> out.u16(entry.family.afi()).u8(entry.family.safi()).u8(entry.flags));
        }
    }
}
