package dev.directrix.codec;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.MpUnreach;
import dev.directrix.bgp.attribute.NextHop;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.bgp.message.ErrorCode;
import dev.directrix.bgp.message.Keepalive;
import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageEncoder;
import dev.directrix.bgp.message.MessageType;
import dev.directrix.bgp.message.Notification;
import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.message.RouteRefreshMessage;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.bgp.wire.Octets;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Makes flawless messages of every type, with every attribute and capability, from the shortest to the longest. One
 * source of randomness gives the same messages. Not thread-safe.
 */
public final class MessageGenerator {

    /** Room left for what stands around the prefixes of MP_REACH_NLRI: header, family, next hops. */
    private static final int MP_OVERHEAD = 64;

    private final Dice dice;
    private final AttributeGenerator attributes;
    private final CapabilityGenerator capabilities;
    private final MessageEncoder encoder = MessageEncoder.standard();
    private final int longest;

    /**
     * A generator.
     *
     * @param random  where all its decisions come from
     * @param longest octets of the longest message, 4096 to 65535
     */
    public MessageGenerator(final RandomGenerator random, final int longest) {
        this.dice = new Dice(random);
        this.attributes = new AttributeGenerator(dice);
        this.capabilities = new CapabilityGenerator(dice);
        this.longest = longest;
    }

    /** What a session may have agreed on. */
    public CodecContext context() {
        final Set<Family> addPath = dice.oneOf(Set.<Family>of(), Set.<Family>of(), Set.of(Family.IPV4_UNICAST),
            Set.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST));
        final Set<Family> ipv6NextHop = dice.oneIn(2) ? Set.of() : Set.of(Family.IPV4_UNICAST);
        return new CodecContext(!dice.oneIn(4), dice.oneIn(2), addPath, ipv6NextHop,
            dice.oneIn(4) ? longest : CodecContext.STANDARD_MESSAGE_SIZE);
    }

    /** A message for such a session. */
    public Message next(final CodecContext context) {
        return switch (dice.between(1, 12)) {
            case 1 -> open();
            case 2 -> notification();
            case 3 -> dice.oneIn(5) ? new Keepalive() : new RouteRefreshMessage(dice.family(), dice.between(0, 2));
            default -> update(context);
        };
    }

    private Open open() {
        final List<Capability> list = dice.few(0, 40, capabilities::next);
        return new Open(Open.VERSION, AsPath.toTwoOctets(dice.asn()), dice.oneOf(0, 3, 9, 90, 180, 65_535),
            dice.ipv4(), list);
    }

    private Notification notification() {
        return switch (dice.between(1, 6)) {
            case 1 -> Notification.cease(dice.oneOf(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN,
                CeaseSubcode.ADMINISTRATIVE_RESET), dice.word(0, 255));
            case 2 -> Notification.hardReset(Notification.cease(CeaseSubcode.ADMINISTRATIVE_RESET, dice.word(0, 128)));
            case 3 -> new Notification(ErrorCode.CEASE.code(), CeaseSubcode.MAXIMUM_PREFIXES.code(), Octets.of(
                new ByteWriter(7).u16(dice.between(1, 2)).u8(1).u32(dice.bits(32)).toBytes()));
            case 4 -> Notification.of(dice.oneOf(CeaseSubcode.values()) == CeaseSubcode.BFD_DOWN
                ? ErrorCode.HOLD_TIMER_EXPIRED : ErrorCode.SEND_HOLD_TIMER_EXPIRED, 0);
            case 5 -> Notification.of(ErrorCode.OPEN_MESSAGE, dice.between(1, 7));
            default -> Notification.of(ErrorCode.UPDATE_MESSAGE, dice.between(1, 11),
                dice.octets(dice.between(0, 200)));
        };
    }

    private Update update(final CodecContext context) {
        return switch (dice.between(1, 10)) {
            case 1 -> new Update(List.of(), List.of(), List.of()); // End-of-RIB.
            case 2 -> new Update(List.of(), List.of(new MpUnreach(dice.unicast(), List.of())), List.of());
            case 3 -> new Update(routes(Family.IPV4_UNICAST, context, room(context, List.of())), List.of(), List.of());
            case 4 -> {
                final Family family = dice.unicast();
                yield new Update(List.of(),
                    List.of(new MpUnreach(family, routes(family, context, room(context, List.of())))), List.of());
            }
            default -> announcement(context);
        };
    }

    private Update announcement(final CodecContext context) {
        final List<PathAttribute> list = fitting(context);
        final int room = room(context, list);
        if (dice.oneIn(2)) {
            list.add(new NextHop(dice.ipv4()));
            final boolean both = dice.oneIn(8);
            final List<Nlri> withdrawn = both ? routes(Family.IPV4_UNICAST, context, room / 2) : List.of();
            return new Update(withdrawn, sorted(list), routes(Family.IPV4_UNICAST, context, both ? room / 2 : room));
        }
        final boolean ipv4 = dice.oneIn(3);
        final Family family = ipv4 ? Family.IPV4_UNICAST : Family.IPV6_UNICAST;
        final boolean both = dice.oneIn(10);
        list.add(new MpReach(family, nextHops(family, context), routes(family, context, both ? room / 2 : room)));
        if (both) {
            list.add(new MpUnreach(Family.IPV6_UNICAST, routes(Family.IPV6_UNICAST, context, room / 2)));
        }
        return new Update(List.of(), sorted(list), List.of());
    }

    /** Attributes that leave room for a prefix; where there is much room, at times nearly none. */
    private List<PathAttribute> fitting(final CodecContext context) {
        for (int most = context.maxMessageSize() / 8;; most /= 2) {
            final List<PathAttribute> list = attributes.next(context, Math.max(most, 1));
            if (room(context, list) > MP_OVERHEAD) {
                return list;
            }
        }
    }

    private List<InetAddress> nextHops(final Family family, final CodecContext context) {
        if (family.equals(Family.IPV4_UNICAST) && (!context.ipv6NextHop().contains(family) || dice.oneIn(4))) {
            return List.of(dice.ipv4());
        }
        return dice.oneIn(2) ? List.of(dice.ipv6()) : List.of(dice.ipv6(), dice.linkLocal());
    }

    /** Octets left for prefixes beside these attributes. */
    private int room(final CodecContext context, final List<PathAttribute> list) {
        final ByteWriter out = new ByteWriter(512);
        encoder.writeAttributes(list, out, context);
        return context.maxMessageSize() - MessageType.UPDATE.minLength() - MP_OVERHEAD - out.position();
    }

    /** One prefix at least, a few as a rule, at times as many as fit. */
    private List<Nlri> routes(final Family family, final CodecContext context, final int room) {
        final boolean withPathId = context.addPath().contains(family);
        final List<Nlri> routes = new ArrayList<>();
        // tcpdump's effort grows with the square of the prefixes of a message: extended ones are seldom filled.
        final boolean full = dice.oneIn(room > CodecContext.STANDARD_MESSAGE_SIZE ? 10_000 : 200);
        int wanted = full ? Integer.MAX_VALUE : dice.between(1, 6);
        int left = room;
        while (wanted-- > 0) {
            final Nlri route = dice.nlri(family, withPathId);
            left -= route.encodedLength(withPathId);
            if (left < 0) {
                break;
            }
            routes.add(route);
        }
        return routes;
    }

    private static List<PathAttribute> sorted(final List<PathAttribute> list) {
        list.sort(Comparator.comparingInt(PathAttribute::type));
        return list;
    }
}
