package dev.directrix.linux.netlink;

/** What a route does with a packet (RTN_*, linux/rtnetlink.h), in the kernel's order from 0. */
public enum RouteType {
    UNSPECIFIED,
    UNICAST,
    LOCAL,
    BROADCAST,
    ANYCAST,
    MULTICAST,
    BLACKHOLE,
    UNREACHABLE,
    PROHIBIT,
    THROW,
    NAT,
    EXTERNAL_RESOLVE;

    private static final RouteType[] BY_CODE = values();

    static RouteType of(final int code) {
        return code < BY_CODE.length ? BY_CODE[code] : UNSPECIFIED;
    }
}
