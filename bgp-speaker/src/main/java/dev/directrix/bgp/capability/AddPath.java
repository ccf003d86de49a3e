package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.Family;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Several paths for one prefix, told apart by a path identifier (RFC 7911 §4), by family. */
public record AddPath(List<Entry> entries) implements Capability {

    /** Code. */
    public static final int CODE = 69;
    /** How it is read and written. */
    public static final CapabilityCodec<AddPath> CODEC =
        new ListCapabilityCodec<>(CODE, AddPath.class, Entry::read, Entry::write, AddPath::new, AddPath::entries);

    /** Mode: wants to receive several paths. */
    public static final int RECEIVE = 1;
    /** Mode: wants to send several paths. */
    public static final int SEND = 2;
    /** Mode: both. */
    public static final int BOTH = RECEIVE | SEND;

    /**
     * What is offered for one family.
     *
     * @param family the family
     * @param mode   {@link #RECEIVE}, {@link #SEND} or {@link #BOTH}; anything else counts for nothing (RFC 7911 §4)
     */
    public record Entry(Family family, int mode) {

        private static Entry read(final ByteReader in) {
            return new Entry(new Family(in.u16(), in.u8()), in.u8());
        }

        private void write(final ByteWriter out) {
            out.u16(family.afi()).u8(family.safi()).u8(mode);
        }

        private boolean offers(final int what) {
            return mode >= RECEIVE && mode <= BOTH && (mode & what) != 0;
        }

        @Override
        public String toString() {
            return family + " " + switch (mode) {
                case RECEIVE -> "receive";
                case SEND -> "send";
                case BOTH -> "send/receive";
                default -> "mode " + mode;
            };
        }
    }

    /** Freezes the list. */
    public AddPath {
        entries = List.copyOf(entries);
    }

    /** Families of which the speaker wants to receive several paths. */
    public Set<Family> receives() {
        return families(RECEIVE);
    }

    /** Families of which the speaker wants to send several paths. */
    public Set<Family> sends() {
        return families(SEND);
    }

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "add-path " + entries;
    }

    private Set<Family> families(final int what) {
        return entries.stream().filter(entry -> entry.offers(what)).map(Entry::family)
            .collect(Collectors.toUnmodifiableSet());
    }
}
