package dev.directrix.linux.netlink;

import static dev.directrix.linux.netlink.RouteProtocol.AF_INET;
import static dev.directrix.linux.netlink.RouteProtocol.AF_INET6;
import static dev.directrix.linux.netlink.RouteProtocol.RTM_DELADDR;
import static dev.directrix.linux.netlink.RouteProtocol.RTM_DELLINK;
import static dev.directrix.linux.netlink.RouteProtocol.RTM_DELNEIGH;
import static dev.directrix.linux.netlink.RouteProtocol.RTM_DELROUTE;
import static dev.directrix.linux.netlink.RouteProtocol.RTM_NEWADDR;
import static dev.directrix.linux.netlink.RouteProtocol.RTM_NEWLINK;
import static dev.directrix.linux.netlink.RouteProtocol.RTM_NEWNEIGH;
import static dev.directrix.linux.netlink.RouteProtocol.RTM_NEWROUTE;

import dev.directrix.linux.LinuxException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns rtnetlink messages into records. Pure. Anything of another address family than IPv4 and IPv6 is left out. */
final class RouteDecoder {

    private static final int IFF_UP = 1;
    private static final int IFF_LOWER_UP = 1 << 16;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_MASTER = 10;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_NUM_TX_QUEUES = 31;
    private static final int IFLA_NUM_RX_QUEUES = 32;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_PRIORITY = 6;
    private static final int RTA_PREFSRC = 7;
    private static final int RTA_MULTIPATH = 9;
    private static final int RTA_TABLE = 15;
    private static final int RTA_VIA = 18;
    private static final int RTA_NH_ID = 30;
    private static final int RTNH_BYTES = 8;
    private static final int RTNH_DEAD_OR_LINKDOWN = 1 | 16;
    private static final int IFINFO_BYTES = 16;
    private static final int IFADDR_BYTES = 8;
    private static final int NDMSG_BYTES = 12;
    private static final int RTMSG_BYTES = 12;

    private RouteDecoder() {
    }

    /** The event that a message tells of, empty when it is none of ours. */
    static Optional<RouteEvent> event(final NetlinkMessage message) {
        return switch (message.type()) {
            case RTM_NEWLINK, RTM_DELLINK ->
                    link(message).map(l -> new RouteEvent.LinkEvent(l, message.type() == RTM_DELLINK));
            case RTM_NEWADDR, RTM_DELADDR ->
                    address(message).map(a -> new RouteEvent.AddressEvent(a, message.type() == RTM_DELADDR));
            case RTM_NEWNEIGH, RTM_DELNEIGH ->
                    neighbor(message).map(n -> new RouteEvent.NeighborEvent(n, message.type() == RTM_DELNEIGH));
            case RTM_NEWROUTE, RTM_DELROUTE ->
                    route(message).map(r -> new RouteEvent.RouteChange(r, message.type() == RTM_DELROUTE));
            default -> Optional.empty();
        };
    }

    static Optional<Link> link(final NetlinkMessage message) {
        final ByteBuffer payload = fixed(message, IFINFO_BYTES);
        final Attributes attributes = Attributes.parse(payload, IFINFO_BYTES);
        // A message of family AF_BRIDGE tells of a port, not of the link.
        if (payload.get(0) != 0) {
            return Optional.empty();
        }
        final int flags = payload.getInt(8);
        return Optional.of(new Link(payload.getInt(4), attributes.text(IFLA_IFNAME).orElse(""),
                attributes.mac(IFLA_ADDRESS), attributes.integer(IFLA_MTU).orElse(0), (flags & IFF_UP) != 0,
                (flags & IFF_LOWER_UP) != 0,
                attributes.nested(IFLA_LINKINFO).flatMap(info -> info.text(IFLA_INFO_KIND)).orElse(""),
                attributes.integer(IFLA_NUM_RX_QUEUES).orElse(1), attributes.integer(IFLA_NUM_TX_QUEUES).orElse(1),
                attributes.integer(IFLA_MASTER)));
    }

    static Optional<InterfaceAddress> address(final NetlinkMessage message) {
        final ByteBuffer payload = fixed(message, IFADDR_BYTES);
        final Attributes attributes = Attributes.parse(payload, IFADDR_BYTES);
        // On a point-to-point link IFA_ADDRESS is the peer and IFA_LOCAL this host; IPv6 has IFA_ADDRESS only.
        return attributes.address(IFA_LOCAL).or(() -> attributes.address(IFA_ADDRESS))
                .map(address -> new InterfaceAddress(payload.getInt(4), address, Byte.toUnsignedInt(payload.get(1))));
    }

    static Optional<Neighbor> neighbor(final NetlinkMessage message) {
        final ByteBuffer payload = fixed(message, NDMSG_BYTES);
        if (!isIp(payload.get(0))) {
            return Optional.empty();
        }
        final Attributes attributes = Attributes.parse(payload, NDMSG_BYTES);
        final boolean managed = (attributes.integer(RouteProtocol.NDA_FLAGS_EXT).orElse(0)
                & RouteProtocol.NTF_EXT_MANAGED) != 0;
        return attributes.address(RouteProtocol.NDA_DST).map(address -> new Neighbor(payload.getInt(4), address,
                attributes.mac(RouteProtocol.NDA_LLADDR),
                NeighborState.of(Short.toUnsignedInt(payload.getShort(8))), managed));
    }

    static Optional<Route> route(final NetlinkMessage message) {
        final ByteBuffer payload = fixed(message, RTMSG_BYTES);
        if (!isIp(payload.get(0))) {
            return Optional.empty();
        }
        final Attributes attributes = Attributes.parse(payload, RTMSG_BYTES);
        final InetAddress any = Attributes.inetAddress(new byte[payload.get(0) == AF_INET ? 4 : 16]).orElseThrow();
        return Optional.of(new Route(attributes.address(RTA_DST).orElse(any), Byte.toUnsignedInt(payload.get(1)),
                attributes.integer(RTA_TABLE).orElse(Byte.toUnsignedInt(payload.get(4))),
                RouteType.of(Byte.toUnsignedInt(payload.get(7))), Byte.toUnsignedInt(payload.get(5)),
                Integer.toUnsignedLong(attributes.integer(RTA_PRIORITY).orElse(0)), attributes.address(RTA_PREFSRC),
                attributes.integer(RTA_NH_ID), nextHops(attributes, payload.getInt(8))));
    }

    private static List<NextHop> nextHops(final Attributes attributes, final int routeFlags) {
        final Optional<ByteBuffer> multipath = attributes.raw(RTA_MULTIPATH);
        if (multipath.isPresent()) {
            return multipath(multipath.get());
        }
        if (attributes.integer(RTA_OIF).isEmpty() && gateway(attributes).isEmpty()) {
            return List.of();
        }
        return List.of(new NextHop(attributes.integer(RTA_OIF).orElse(0), gateway(attributes), 1,
                (routeFlags & RTNH_DEAD_OR_LINKDOWN) == 0));
    }

    /** struct rtnexthop: length, flags, hops (weight - 1), interface; its attributes follow. */
    private static List<NextHop> multipath(final ByteBuffer value) {
        final List<NextHop> hops = new ArrayList<>();
        int offset = 0;
        while (value.limit() - offset >= RTNH_BYTES) {
            final int length = Short.toUnsignedInt(value.getShort(offset));
            if (length < RTNH_BYTES || length > value.limit() - offset) {
                throw new LinuxException("next hop of " + length + " octets in a multipath route");
            }
            final ByteBuffer hop = value.slice(offset, length).order(ByteOrder.nativeOrder());
            hops.add(new NextHop(hop.getInt(4), gateway(Attributes.parse(hop, RTNH_BYTES)),
                    Byte.toUnsignedInt(hop.get(3)) + 1, (hop.get(2) & RTNH_DEAD_OR_LINKDOWN) == 0));
            offset += NetlinkMessage.aligned(length);
        }
        return hops;
    }

    /** RTA_VIA is a gateway of another family: struct rtvia is a 16-bit family and the address. */
    private static Optional<InetAddress> gateway(final Attributes attributes) {
        return attributes.address(RTA_GATEWAY).or(() -> attributes.raw(RTA_VIA)
                .filter(via -> via.limit() > Short.BYTES)
                .flatMap(via -> {
                    final byte[] octets = new byte[via.limit() - Short.BYTES];
                    via.get(Short.BYTES, octets);
                    return Attributes.inetAddress(octets);
                }));
    }

    private static boolean isIp(final int family) {
        return family == AF_INET || family == AF_INET6;
    }

    private static ByteBuffer fixed(final NetlinkMessage message, final int bytes) {
        if (message.payload().limit() < bytes) {
            throw new LinuxException("rtnetlink message of type " + message.type() + " has only "
                    + message.payload().limit() + " octets");
        }
        return message.payload();
    }
}
