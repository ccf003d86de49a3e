package dev.directrix.cluster.link;

import org.agrona.DirectBuffer;

/** Takes datagrams that arrived; {@link Links#onDatagram} is one, given the time. */
@FunctionalInterface
public interface DatagramHandler {

    /** Takes one; the bytes are valid during the call only, and may come from anybody. */
    void onDatagram(DirectBuffer buffer, int offset, int length);
}
