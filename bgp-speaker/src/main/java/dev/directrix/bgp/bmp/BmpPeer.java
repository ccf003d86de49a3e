package dev.directrix.bgp.bmp;

import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.ByteReader;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * The per-peer header (RFC 7854 §4.2): which session of the router a message is about.
 *
 * @param type          {@link #GLOBAL}, {@link #RD}, {@link #LOCAL} or {@link #LOC_RIB}
 * @param flags         as on the wire
 * @param distinguisher of the instance, 0 in the default one
 * @param address       of the router's neighbour; all zero for {@link #LOC_RIB}
 * @param asn           its AS number
 * @param routerId      its BGP identifier
 */
public record BmpPeer(
    int type, int flags, long distinguisher, InetAddress address, long asn, Inet4Address routerId) {

    /** Octets of the header. */
    public static final int LENGTH = 42;
    /** A neighbour of the default instance. */
    public static final int GLOBAL = 0;
    /** A neighbour of an instance with a route distinguisher. */
    public static final int RD = 1;
    /** A neighbour of an instance with a distinguisher of the router's own. */
    public static final int LOCAL = 2;
    /** The router's own table (RFC 9069). */
    public static final int LOC_RIB = 3;

    private static final int IPV6 = 0x80;
    private static final int POST_POLICY = 0x40;
    private static final int TWO_OCTET_AS = 0x20;
    private static final int ADJ_RIB_OUT = 0x10;
    private static final int IPV4_OFFSET = 12;

    /** Which of the router's tables a route is of. */
    public enum View {
        /** What the neighbour sent. */
        ADJ_RIB_IN_PRE_POLICY,
        /** What the router's import policy made of it: what it chooses from. */
        ADJ_RIB_IN_POST_POLICY,
        /** What it chose (RFC 9069). */
        LOC_RIB,
        /** What it sends to the neighbour (RFC 8671). */
        ADJ_RIB_OUT
    }

    /**
     * What makes it the same session in every message, whatever table it is about.
     *
     * @param type          as above
     * @param distinguisher as above
     * @param address       as above
     */
    public record Key(int type, long distinguisher, InetAddress address) {
    }

    static BmpPeer read(final ByteReader in) {
        final int type = in.u8();
        if (type > LOC_RIB) {
            throw new BmpException("peer type " + type);
        }
        final int flags = in.u8();
        final long distinguisher = in.u64();
        final byte[] address = in.bytes(16);
        final boolean isIpv6 = type != LOC_RIB && (flags & IPV6) != 0;
        final BmpPeer peer = new BmpPeer(type, flags, distinguisher,
            Addresses.of(isIpv6 ? address : Arrays.copyOfRange(address, IPV4_OFFSET, address.length)), in.u32(),
            Addresses.readIpv4(in));
        in.u64(); // When it was: seconds and microseconds.
        return peer;
    }

    /** Which session. */
    public Key key() {
        return new Key(type, distinguisher, address);
    }

    /** Which table. */
    public View view() {
        if (type == LOC_RIB) {
            return View.LOC_RIB;
        }
        if ((flags & ADJ_RIB_OUT) != 0) {
            return View.ADJ_RIB_OUT;
        }
        return (flags & POST_POLICY) != 0 ? View.ADJ_RIB_IN_POST_POLICY : View.ADJ_RIB_IN_PRE_POLICY;
    }

    /** Whether AS numbers in AS_PATH have four octets. */
    public boolean fourOctetAsn() {
        return type == LOC_RIB || (flags & TWO_OCTET_AS) == 0;
    }
}
