package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.Family;
import java.util.List;

/** Stale routes may stay long after the restart time (RFC 9494 §3.1), by family. Read, but never acted upon. */
public record LongLivedGracefulRestart(List<Entry> entries) implements Capability {

    /** Code. */
    public static final int CODE = 71;
    /** How it is read and written. */
    public static final CapabilityCodec<LongLivedGracefulRestart> CODEC =
        new ListCapabilityCodec<>(CODE, LongLivedGracefulRestart.class, Entry::read, Entry::write,
            LongLivedGracefulRestart::new, LongLivedGracefulRestart::entries);

    /**
     * What is said about one family.
     *
     * @param family           the family
     * @param flags            the flag octet, as it came; 0x80: forwarding went on
     * @param staleTimeSeconds how long stale routes stay, 24 bits
     */
    public record Entry(Family family, int flags, int staleTimeSeconds) {

        private static Entry read(final ByteReader in) {
            return new Entry(new Family(in.u16(), in.u8()), in.u8(), in.u8() << 16 | in.u16());
        }

        private void write(final ByteWriter out) {
            out.u16(family.afi()).u8(family.safi()).u8(flags).u8(staleTimeSeconds >> 16).u16(staleTimeSeconds);
        }

        @Override
        public String toString() {
            return family + " " + staleTimeSeconds + " s";
        }
    }

    /** Freezes the list. */
    public LongLivedGracefulRestart {
        entries = List.copyOf(entries);
    }

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "long-lived-graceful-restart " + entries;
    }
}
