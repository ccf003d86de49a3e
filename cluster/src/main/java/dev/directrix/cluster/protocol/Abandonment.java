package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.MemberId;
import java.util.HashSet;
import java.util.Set;

/**
 * The members' word that they will not commit a settle. When all have given it, it can never be committed, and slots
 * may open again without the store. For one thread.
 */
final class Abandonment {
    private final Set<MemberId> givenBy = new HashSet<>();
    private boolean isGiven;
    private boolean isCommitted;

    /** Another settle. */
    void begin() {
        givenBy.clear();
        isGiven = false;
        isCommitted = false;
    }

    /** Whether this member has given its word. */
    boolean isGiven() {
        return isGiven;
    }

    /**
     * Gives this member's word, if it can.
     *
     * @return whether it is given now, and was not before
     */
    boolean give() {
        final boolean gives = !isGiven && !isCommitted;
        isGiven |= gives;
        return gives;
    }

    /** Another has given its word. */
    void heard(final MemberId from) {
        givenBy.add(from);
    }

    /**
     * This member is about to ask the store for the commit.
     *
     * @return whether it may; then it can give its word no more, whatever the store answers
     */
    boolean commits() {
        isCommitted |= !isGiven;
        return isCommitted;
    }

    /** Whether nobody will ever commit. */
    boolean isComplete(final Set<MemberId> others) {
        return isGiven && givenBy.containsAll(others);
    }
}
