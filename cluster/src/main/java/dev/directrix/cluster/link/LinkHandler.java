package dev.directrix.cluster.link;

import dev.directrix.cluster.member.MemberId;
import org.agrona.DirectBuffer;

/**
 * Takes what peers sent. It may call any method of the {@link Links} that calls it, except
 * {@link Links#poll} and {@link Links#onDatagram}. The bytes are valid during the call only.
 */
public interface LinkHandler {

    /**
     * The next frame of a peer's FIFO: each comes once and in the order of sending, or again after a
     * {@link LinkVerdict#HOLD} or an exception.
     *
     * @param view as the sender gave it
     */
    LinkVerdict onFrame(MemberId from, long view, DirectBuffer buffer, int offset, int length);

    /**
     * A frame of {@link Links#sendOnce}: it comes at most once; its order, among others and to the FIFO, is not kept.
     *
     * @param view as the sender gave it
     */
    void onOnce(MemberId from, long view, DirectBuffer buffer, int offset, int length);
}
