package dev.directrix.director.control;

/** Why a flow goes where it goes. */
public enum FlowReason {

    /** The flow table remembers its server. */
    FLOW_TABLE,
    /** An exception of the cluster pins it to its server. */
    EXCEPTION,
    /** Maglev chooses it from the table. */
    MAGLEV,
    /** The pool's scheduler will choose it when its first packet comes. */
    SCHEDULER,
    /** The destination is a VIP, but not at this port. */
    NO_SERVICE,
    /** The service has no server that could take it. */
    NO_SERVER,
    /** The destination is no VIP. */
    NO_VIP
}
