package dev.directrix.forwarder.service;

import java.util.Locale;

/** How a packet gets to its real server. The codes are dense, from 0, for a {@code switch} in the hot path. */
public enum ForwardingMode {
    /** Direct routing: only the MAC addresses change. */
    DR(0, false, false, false),
    /** IP in IP (RFC 2003, RFC 2473, RFC 4213): any family in any. */
    IPIP(1, true, false, true),
    /** Generic routing encapsulation (RFC 2784, key of RFC 2890): any family in any. */
    GRE(2, true, false, true),
    /** Generic UDP encapsulation (draft-ietf-intarea-gue): any family in any. */
    GUE(3, true, false, true),
    /** Minimal encapsulation (RFC 2004): IPv4 in IPv4 only. */
    MINIMAL(4, true, false, false),
    /** The destination becomes the server; the answers come back through the director. */
    NAT(5, false, true, false),
    /** Source and destination change: the server answers one of the director's local addresses. */
    FULLNAT(6, false, true, true),
    /** Layer-3 direct routing: the destination becomes the server, a DSCP code point names the VIP. */
    DSCP(7, false, false, false);

    private static final ForwardingMode[] BY_CODE = values();

    private final int code;
    private final boolean tunnel;
    private final boolean mapsPorts;
    private final boolean mixesFamilies;

    ForwardingMode(final int code, final boolean tunnel, final boolean mapsPorts, final boolean mixesFamilies) {
        this.code = code;
        this.tunnel = tunnel;
        this.mapsPorts = mapsPorts;
        this.mixesFamilies = mixesFamilies;
    }

    /** The number in {@link CompiledService#mode()}. */
    public int code() {
        return code;
    }

    /** The mode of a code. */
    public static ForwardingMode ofCode(final int code) {
        return BY_CODE[code];
    }

    /** Whether the packet travels inside another. */
    public boolean isTunnel() {
        return tunnel;
    }

    /** Whether the server may listen on another port than the service. */
    public boolean mapsPorts() {
        return mapsPorts;
    }

    /** Whether a VIP of one IP version may have servers of the other. */
    public boolean mixesFamilies() {
        return mixesFamilies;
    }

    /** Lower case, as in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
