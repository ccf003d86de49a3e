package dev.directrix.bgp.wire;

import java.util.Set;

/**
 * What one direction of a session agreed on that shapes its octets. Immutable.
 *
 * @param fourOctetAsn   AS numbers in AS_PATH and AGGREGATOR have four octets (RFC 6793)
 * @param external       the peer is in another AS: what belongs inside an AS is not accepted from it
 * @param addPath        families whose prefixes carry a path identifier (RFC 7911)
 * @param ipv6NextHop    families other than IPv6 whose next hops may be IPv6 addresses (RFC 8950)
 * @param maxMessageSize octets of the largest message: 4096, or 65535 (RFC 8654)
 */
public record CodecContext(
    boolean fourOctetAsn, boolean external, Set<Family> addPath, Set<Family> ipv6NextHop, int maxMessageSize) {

    /** The largest message unless agreed otherwise (RFC 4271 §4.1). */
    public static final int STANDARD_MESSAGE_SIZE = 4096;
    /** The largest extended message (RFC 8654 §4). */
    public static final int EXTENDED_MESSAGE_SIZE = 65_535;
    /** Before the OPENs are exchanged: everything as RFC 4271 has it. */
    public static final CodecContext INITIAL = new CodecContext(false, true, Set.of(), STANDARD_MESSAGE_SIZE);

    /** Freezes the families. */
    public CodecContext {
        addPath = Set.copyOf(addPath);
        ipv6NextHop = Set.copyOf(ipv6NextHop);
    }

    /** Next hops are of the family of their prefixes. */
    public CodecContext(
        final boolean fourOctetAsn, final boolean external, final Set<Family> addPath, final int maxMessageSize) {
        this(fourOctetAsn, external, addPath, Set.of(), maxMessageSize);
    }

    /** Octets of an AS number in AS_PATH. */
    public int asnLength() {
        return fourOctetAsn ? 4 : 2;
    }
}
