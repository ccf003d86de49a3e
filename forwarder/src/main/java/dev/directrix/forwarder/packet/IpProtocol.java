package dev.directrix.forwarder.packet;

/** IP protocol numbers, and IPv6 next-header values (IANA assigned internet protocol numbers). */
public final class IpProtocol {
    /** IPv6 hop-by-hop options (RFC 8200 §4.3). */
    public static final int HOP_BY_HOP = 0;
    /** RFC 792. */
    public static final int ICMP = 1;
    /** IPv4 in IP (RFC 2003). */
    public static final int IPV4 = 4;
    /** RFC 9293. */
    public static final int TCP = 6;
    /** RFC 768. */
    public static final int UDP = 17;
    /** IPv6 in IP (RFC 2473). */
    public static final int IPV6 = 41;
    /** IPv6 routing header (RFC 8200 §4.4). */
    public static final int ROUTING = 43;
    /** IPv6 fragment header (RFC 8200 §4.5). */
    public static final int FRAGMENT = 44;
    /** RFC 2784. */
    public static final int GRE = 47;
    /** Minimal encapsulation (RFC 2004). */
    public static final int MINIMAL = 55;
    /** RFC 4443. */
    public static final int ICMPV6 = 58;
    /** IPv6 destination options (RFC 8200 §4.6). */
    public static final int DESTINATION_OPTIONS = 60;

    private IpProtocol() {
    }
}
