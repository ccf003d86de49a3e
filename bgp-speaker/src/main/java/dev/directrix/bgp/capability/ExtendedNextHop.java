package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.Family;
import java.util.List;

/** Next hops of another address family than the prefixes (RFC 8950 §4): IPv4 prefixes by way of IPv6. */
public record ExtendedNextHop(List<Entry> entries) implements Capability {

    /** Code. */
    public static final int CODE = 5;
    /** How it is read and written. */
    public static final CapabilityCodec<ExtendedNextHop> CODEC = new ListCapabilityCodec<>(CODE,
        ExtendedNextHop.class, Entry::read, Entry::write, ExtendedNextHop::new, ExtendedNextHop::entries);

    /** The address family identifier of IPv6. */
    public static final int AFI_IPV6 = 2;

    /**
     * One combination.
     *
     * @param family     family of the prefixes
     * @param nextHopAfi address family identifier of the next hop
     */
    public record Entry(Family family, int nextHopAfi) {

        private static Entry read(final ByteReader in) {
            // The subsequent family has two octets here (RFC 8950 §4), one everywhere else.
            return new Entry(new Family(in.u16(), in.u16()), in.u16());
        }

        private void write(final ByteWriter out) {
            out.u16(family.afi()).u16(family.safi()).u16(nextHopAfi);
        }

        @Override
        public String toString() {
            return family + " via " + (nextHopAfi == AFI_IPV6 ? "ipv6" : "afi " + nextHopAfi);
        }
    }

    /** Freezes the list. */
    public ExtendedNextHop {
        entries = List.copyOf(entries);
    }

    /** Whether prefixes of this family may have such a next hop. */
    public boolean allows(final Family family, final int nextHopAfi) {
        return entries.contains(new Entry(family, nextHopAfi));
    }

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "extended-next-hop " + entries;
    }
}
