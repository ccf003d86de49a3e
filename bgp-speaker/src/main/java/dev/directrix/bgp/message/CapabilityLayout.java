package dev.directrix.bgp.message;

/** How capabilities stand in OPEN; every receiver must take both (RFC 5492 §4). */
public enum CapabilityLayout {
    /** A parameter for each, as ExaBGP and most routers send them. */
    PARAMETER_EACH,
    /** All in one parameter, as RFC 5492 would rather have it. */
    ONE_PARAMETER
}
