package dev.directrix.linux.netlink;

import dev.directrix.linux.LinuxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * One message of a datagram from the kernel (struct nlmsghdr and what follows it).
 *
 * @param type     NLMSG_* or RTM_*
 * @param flags    NLM_F_*
 * @param sequence of the request that it answers, 0 for an event
 * @param payload  what follows the header, in the machine's byte order
 */
record NetlinkMessage(int type, int flags, int sequence, ByteBuffer payload) {

    static final int HEADER_BYTES = 16;
    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;
    static final int NLM_F_DUMP_INTR = 0x10;
    static final int NLM_F_CAPPED = 0x100;
    static final int NLM_F_ACK_TLVS = 0x200;
    static final int NLMSGERR_ATTR_MSG = 1;

    /** Cuts a datagram into its messages; the payloads are views of it. */
    static List<NetlinkMessage> parse(final ByteBuffer datagram) {
        final ByteBuffer buffer = datagram.slice().order(ByteOrder.nativeOrder());
        final List<NetlinkMessage> messages = new ArrayList<>();
        int offset = 0;
        while (buffer.limit() - offset >= HEADER_BYTES) {
            final int length = buffer.getInt(offset);
            if (length < HEADER_BYTES || length > buffer.limit() - offset) {
                throw new LinuxException("netlink message of " + length + " octets in a datagram that has "
                        + (buffer.limit() - offset) + " left");
            }
            messages.add(new NetlinkMessage(
                    Short.toUnsignedInt(buffer.getShort(offset + 4)),
                    Short.toUnsignedInt(buffer.getShort(offset + 6)),
                    buffer.getInt(offset + 8),
                    buffer.slice(offset + HEADER_BYTES, length - HEADER_BYTES).order(ByteOrder.nativeOrder())));
            offset += aligned(length);
        }
        return messages;
    }

    /** The positive error number of NLMSG_ERROR or NLMSG_DONE; 0 when all went well. */
    int errno() {
        return payload.limit() >= Integer.BYTES ? Math.max(0, -payload.getInt(0)) : 0;
    }

    /** The kernel's own words in an NLMSG_ERROR, empty when it said none. */
    String errorText() {
        if ((flags & NLM_F_ACK_TLVS) == 0 || type != NLMSG_ERROR) {
            return "";
        }
        // int error, then the request's header, and unless capped its payload; attributes follow.
        final boolean capped = (flags & NLM_F_CAPPED) != 0;
        final int request = capped ? HEADER_BYTES : aligned(payload.getInt(Integer.BYTES));
        return Attributes.parse(payload, Integer.BYTES + request).text(NLMSGERR_ATTR_MSG).orElse("");
    }

    static int aligned(final int length) {
        return (length + 3) & -4;
    }
}
