package dev.directrix.cluster.message;

import java.util.Arrays;

/** What a member tells others. Immutable. */
public sealed interface Message {

    /**
     * Whether it travels by itself: it may be lost, and overtakes those that are resent until they arrive. Others
     * arrive in the order in which they were sent, or not at all once their sender has stopped.
     */
    default boolean isDatagram() {
        return false;
    }

    /**
     * These flows are exceptions (rules S3, S4). To all members.
     *
     * @param settle the settle
     * @param first  how many its sender has pinned before these in this settle
     * @param flows  at most {@link MessageCodec#MOST_FLOWS}
     */
    record Pin(long settle, long first, Flows flows) implements Message {
    }

    /**
     * The receiver's pins are entered here.
     *
     * @param settle the settle
     * @param count  how many of them
     */
    record PinAck(long settle, long count) implements Message {
    }

    /**
     * The sender will not commit this settle, which takes too long.
     *
     * @param settle the settle
     */
    record Abandon(long settle) implements Message {
    }

    /**
     * The sender's packets are decided by the tables of this epoch (rule S9).
     *
     * @param epoch the epoch
     */
    record Switched(long epoch) implements Message {
    }

    /** Tell me all exceptions (rule J2). */
    record SnapshotRequest() implements Message {
    }

    /**
     * Some of the sender's exceptions.
     *
     * @param first how many were told before these
     * @param flows at most {@link MessageCodec#MOST_FLOWS}
     * @param last  whether these are the last
     */
    record Snapshot(long first, Flows flows, boolean last) implements Message {
    }

    /**
     * Exceptions were entered.
     *
     * @param count how many of the snapshot
     */
    record SnapshotAck(long count) implements Message {
    }

    /**
     * The sender leaves, and forwarded these flows lately (rule J4).
     *
     * @param first how many were told before these
     * @param flows at most {@link MessageCodec#MOST_FLOWS}
     */
    record Handover(long first, Flows flows) implements Message {
    }

    /**
     * Flows were taken over.
     *
     * @param count how many
     */
    record HandoverAck(long count) implements Message {
    }

    /**
     * May I go on? (rule F1).
     *
     * @param sentAtNs the sender's clock
     */
    record GrantRequest(long sentAtNs) implements Message {
        @Override
        public boolean isDatagram() {
            return true;
        }
    }

    /**
     * The receiver may go on.
     *
     * @param sentAtNs as in the request
     */
    record Grant(long sentAtNs) implements Message {
        @Override
        public boolean isDatagram() {
            return true;
        }
    }

    /**
     * A part of what an operator asks another director, or of its answer; the parts follow each other. It is not for
     * the protocol.
     *
     * @param id     of the question, by who asks
     * @param answer whether it is one
     * @param last   whether it ends here
     * @param text   UTF-8, at most {@link MessageCodec#MOST_TEXT} octets; nobody changes them
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Talk(long id, boolean answer, boolean last, byte[] text) implements Message {
        @Override
        public boolean equals(final Object other) {
            return other instanceof Talk talk && id == talk.id && answer == talk.answer && last == talk.last
                    && Arrays.equals(text, talk.text);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(id) * 31 + Arrays.hashCode(text);
        }

        @Override
        public String toString() {
            return "Talk[" + id + ", " + (answer ? "answer" : "question") + ", " + text.length + " octets]";
        }
    }
}
