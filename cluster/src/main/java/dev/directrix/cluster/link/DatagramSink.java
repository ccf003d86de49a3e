package dev.directrix.cluster.link;

import org.agrona.DirectBuffer;

/** Where a member's datagrams leave: each goes to every other member at once. */
@FunctionalInterface
public interface DatagramSink {

    /**
     * Sends a datagram, or copies it to send it later: the bytes are the caller's again afterwards. Never blocks.
     *
     * @param length octets, at most {@link Links#MAX_DATAGRAM}
     * @return false if there is no room at the moment; the caller tries again. A datagram that was taken may be lost
     */
    boolean send(DirectBuffer buffer, int offset, int length);
}
