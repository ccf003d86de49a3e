package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.MemberId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One life of a member: from its first look at the record until it stops. Events and time in, actions out; the same
 * events at the same times give the same actions. For one thread.
 */
public final class ClusterNode {
    private final MemberId self;
    private final ClusterSettings settings;

    /** A member that has seen nothing yet. */
    public ClusterNode(final MemberId self, final ClusterSettings settings) {
        this.self = Objects.requireNonNull(self, "self");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** Its name and incarnation. */
    public MemberId self() {
        return self;
    }

    /** What it was told at its start. */
    public ClusterSettings settings() {
        return settings;
    }

    /**
     * What the member does when this happens.
     *
     * @param nowNs this member's monotonic clock; never goes back
     * @return in the order in which it shall be done; after a {@link ClusterAction.Stop} there are no more, ever
     */
    public List<ClusterAction> on(final ClusterEvent event, final long nowNs) {
        return new ArrayList<>();
    }
}
