package dev.directrix.forwarder.service;

import java.util.Locale;

/**
 * How the server of a new flow is chosen: those of IPVS (ipvsadm(8)) by their names there, random choice, and Maglev.
 */
public enum SchedulerKind {
    /** Maglev hashing of the flow: the same on every director. */
    MAGLEV(true),
    /** Round robin. */
    RR(false),
    /** Weighted round robin. */
    WRR(false),
    /** Least connections. */
    LC(false),
    /** Weighted least connections. */
    WLC(false),
    /** Hash of the source address: the same on every director. */
    SH(true),
    /** Hash of the destination address: the same on every director. */
    DH(true),
    /** Locality-based least connections: one server for a destination address. */
    LBLC(false),
    /** Locality-based least connections with replication: a set of servers for a destination address. */
    LBLCR(false),
    /** Shortest expected delay. */
    SED(false),
    /** Never queue: an idle server, else shortest expected delay. */
    NQ(false),
    /** Weighted failover: the available server of the greatest weight. */
    FO(false),
    /** Weighted overflow: the first server, by weight, that has fewer active connections than its weight. */
    OVF(false),
    /** Random, all servers alike. */
    RANDOM(false),
    /** Random by weight. */
    WEIGHTED_RANDOM(false),
    /** The server that answers the soonest, by measured latency and connections. */
    LEAST_LATENCY(false);

    private final boolean stateless;

    SchedulerKind(final boolean stateless) {
        this.stateless = stateless;
    }

    /** Whether servers and packet alone decide, so that every director decides the same. */
    public boolean isStateless() {
        return stateless;
    }

    /** Lower case with dashes, as in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
