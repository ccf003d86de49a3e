package dev.directrix.cluster.link;

/**
 * What members of one cluster share: how its datagrams are told from others', and the secret of their MACs. Immutable;
 * made by {@link ClusterKey#forCluster}.
 */
public final class LinkKey {

    private final String cluster;
    private final long clusterId;
    private final byte[] macKey;

    LinkKey(final String cluster, final long clusterId, final byte[] macKey) {
        this.cluster = cluster;
        this.clusterId = clusterId;
        this.macKey = macKey.clone();
    }

    /** The cluster's name. */
    public String cluster() {
        return cluster;
    }

    /** Of the name alone, so that another secret shows as a wrong MAC. */
    long clusterId() {
        return clusterId;
    }

    FrameMac newMac() {
        return new FrameMac(macKey);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "the key of cluster " + cluster;
    }
}
