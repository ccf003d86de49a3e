package dev.directrix.forwarder.service;

import java.util.Locale;

/**
 * How the server of a new flow is chosen: those of IPVS (ipvsadm(8)) by their names there, random choice, and Maglev.
 * The codes are dense, from 0.
 */
public enum SchedulerKind {
    /** Maglev hashing of the flow: the same on every director. */
    MAGLEV(0, true),
    /** Round robin. */
    RR(1, false),
    /** Weighted round robin. */
    WRR(2, false),
    /** Least connections. */
    LC(3, false),
    /** Weighted least connections. */
    WLC(4, false),
    /** Hash of the source address: the same on every director. */
    SH(5, true),
    /** Hash of the destination address: the same on every director. */
    DH(6, true),
    /** Locality-based least connections: one server for a destination address. */
    LBLC(7, false),
    /** Locality-based least connections with replication: a set of servers for a destination address. */
    LBLCR(8, false),
    /** Shortest expected delay. */
    SED(9, false),
    /** Never queue: an idle server, else shortest expected delay. */
    NQ(10, false),
    /** Weighted failover: the available server of the greatest weight. */
    FO(11, false),
    /** Weighted overflow: the first server, by weight, that has fewer active connections than its weight. */
    OVF(12, false),
    /** Random, all servers alike. */
    RANDOM(13, false),
    /** Random by weight. */
    WEIGHTED_RANDOM(14, false),
    /** The server that answers the soonest, by measured latency and connections. */
    LEAST_LATENCY(15, false);

    private final int code;
    private final boolean stateless;

    SchedulerKind(final int code, final boolean stateless) {
        this.code = code;
        this.stateless = stateless;
    }

    /** The number in {@link CompiledService#scheduler()}. */
    public int code() {
        return code;
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
