package dev.directrix.forwarder.packet;

import java.lang.foreign.MemorySegment;

/**
 * Turns an ICMP echo request into its reply in place (RFC 792, RFC 1122 §3.2.2.6). Both checksums are updated, not
 * computed, so a packet that was damaged stays recognisable as damaged.
 */
public final class EchoReply {
    private static final int TYPE_REPLY = 0;
    private static final int TYPE_REQUEST = 8;
    private static final int TTL = 64;
    private static final int CHECKSUM = 2;

    private EchoReply() {
    }

    /**
     * Whether this is an echo request without IPv4 options; one with options (record route, source route) would need
     * them answered in kind.
     *
     * @param frame     where the Ethernet header begins
     * @param transport where the ICMP header begins
     */
    public static boolean isRequest(final MemorySegment memory, final long frame, final long transport) {
        return Frame.unsignedShort(memory, transport) == TYPE_REQUEST << 8
                && transport - frame == Frame.ETHERNET_BYTES + Frame.IPV4_BYTES;
    }

    /** Rewrites the request: addresses swapped, a fresh TTL, type 0; back to its sender's station, from this MAC. */
    public static void answer(
            final MemorySegment memory, final long frame, final long transport, final long ownMac) {
        Frame.setMacs(memory, frame, Frame.sourceMac(memory, frame), ownMac);
        final long addresses = Frame.word(memory, frame + Frame.IPV4_ADDRESSES);
        Frame.setWord(memory, frame + Frame.IPV4_ADDRESSES, Long.rotateLeft(addresses, 32));
        final int ttlAndProtocol = Frame.unsignedShort(memory, frame + Frame.IPV4_TTL);
        final int fresh = (TTL << 8) | (ttlAndProtocol & 0xff);
        Frame.setShort(memory, frame + Frame.IPV4_TTL, fresh);
        update(memory, frame + Frame.IPV4_CHECKSUM, ttlAndProtocol, fresh);
        Frame.setByte(memory, transport, TYPE_REPLY);
        update(memory, transport + CHECKSUM, TYPE_REQUEST << 8, TYPE_REPLY << 8);
    }

    private static void update(final MemorySegment memory, final long at, final int oldWord, final int newWord) {
        Frame.setShort(memory, at, Checksum.updated(Frame.unsignedShort(memory, at), oldWord, newWord));
    }
}
