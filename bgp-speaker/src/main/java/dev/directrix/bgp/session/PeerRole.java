package dev.directrix.bgp.session;

/** Our part in the relation with another AS (RFC 9234 §4.1). */
public enum PeerRole {

    PROVIDER(0),
    ROUTE_SERVER(1),
    ROUTE_SERVER_CLIENT(2),
    CUSTOMER(3),
    PEER(4);

    private final int code;

    PeerRole(final int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The role that the other side must have (RFC 9234 §4.2). */
    public PeerRole counterpart() {
        return switch (this) {
            case PROVIDER -> CUSTOMER;
            case CUSTOMER -> PROVIDER;
            case ROUTE_SERVER -> ROUTE_SERVER_CLIENT;
            case ROUTE_SERVER_CLIENT -> ROUTE_SERVER;
            case PEER -> PEER;
        };
    }
}
