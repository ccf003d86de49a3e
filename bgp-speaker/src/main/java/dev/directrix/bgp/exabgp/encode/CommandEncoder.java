package dev.directrix.bgp.exabgp.encode;

import dev.directrix.bgp.exabgp.api.ApiCommand;
import dev.directrix.bgp.exabgp.api.ApiException;
import dev.directrix.bgp.exabgp.api.ApiNeighbor;
import dev.directrix.bgp.exabgp.api.CommandParser;
import dev.directrix.bgp.exabgp.api.NeighborSelector;
import dev.directrix.bgp.exabgp.config.ExabgpConfiguration;
import dev.directrix.bgp.exabgp.config.ExabgpNeighbor;
import dev.directrix.bgp.exabgp.text.ConfiguredRoute;
import dev.directrix.bgp.exabgp.text.Position;
import dev.directrix.bgp.exabgp.text.RouteParser;
import dev.directrix.bgp.exabgp.text.TextException;
import dev.directrix.bgp.message.MessageEncoder;
import dev.directrix.bgp.message.RouteRefreshMessage;
import dev.directrix.bgp.rib.AdjRibOut;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteCompletion;
import dev.directrix.bgp.rib.SessionShape;
import dev.directrix.bgp.rib.UpdateEncoder;
import dev.directrix.bgp.rib.UpdatePacking;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns API commands about routes into the messages that they cause on a session, as if the peer had agreed to all that
 * its neighbour section offers and knew no route yet. Thread-safe: each command stands for itself.
 */
public final class CommandEncoder {

    private static final Pattern VERB = Pattern.compile("(?:^|\\s)(?:announce|withdraw)\\s+");
    /** What a session has where no configuration says otherwise. */
    private static final String STANDARD = """
        neighbor 127.0.0.1 {
          router-id 10.0.0.2;
          local-address 127.0.0.1;
          local-as 65533;
          peer-as 65533;
          capability {
            add-path send/receive;
          }
          nexthop {
            ipv4 unicast ipv6;
          }
        }
        """;

    private final List<ExabgpNeighbor> neighbors;
    private final boolean standard;
    private final MessageEncoder encoder = MessageEncoder.standard();

    private CommandEncoder(final List<ExabgpNeighbor> neighbors, final boolean standard) {
        this.neighbors = neighbors;
        this.standard = standard;
    }

    /**
     * For the neighbours of a configuration: a command is encoded for the first one that it means. Without any it is
     * {@link #standard()}.
     */
    public static CommandEncoder of(final ExabgpConfiguration configuration) {
        return configuration.neighbors().isEmpty() ? standard() : new CommandEncoder(configuration.neighbors(), false);
    }

    /**
     * For an internal session of AS 65533, both ends 127.0.0.1, all families, IPv6 next hops for IPv4 prefixes; whom a
     * command means does not count, and path identifiers go out where it gives one.
     */
    public static CommandEncoder standard() {
        return new CommandEncoder(ExabgpConfiguration.parse(STANDARD, "standard").neighbors(), true);
    }

    /**
     * The messages of one command, whole, in the order in which they are sent.
     *
     * @throws TextException if it is no such command, with the place in its text
     */
    public List<byte[]> encode(final String line) {
        try {
            return switch (new CommandParser().parse(line)) {
                case ApiCommand.Routes routes -> routes(routes, line);
                case ApiCommand.EndOfRib end -> List.of(updates(neighbor(end.who()), true).endOfRib(end.family()));
                case ApiCommand.Refresh refresh -> List.of(encoder.encode(
                    new RouteRefreshMessage(refresh.family(), RouteRefreshMessage.REQUEST),
                    context(neighbor(refresh.who()), true)));
                default -> throw new ApiException("the command causes no message by itself: write announce or withdraw"
                    + " of route, attributes, ipv4 unicast, ipv6 unicast, eor or route-refresh");
            };
        } catch (final ApiException e) {
            throw new TextException(Position.START, e.getMessage());
        }
    }

    private List<byte[]> routes(final ApiCommand.Routes command, final String line) {
        final ExabgpNeighbor neighbor = neighbor(command.who());
        final RouteParser.Parsed parsed;
        final List<ConfiguredRoute> routes;
        try {
            parsed = RouteParser.parse(command.text());
            routes = command.announce() ? parsed.announceable() : parsed.routes();
        } catch (final TextException e) {
            throw new TextException(inLine(e.position(), line), e.getMessage());
        }
        final boolean withPathId = routes.get(0).route().nlri().pathId() != Nlri.NO_PATH_ID;
        routes.stream().map(route -> route.route().nlri()).filter(nlri -> !isOffered(neighbor, nlri)).findFirst()
            .ifPresent(nlri -> {
                throw new ApiException("the family of " + nlri.prefix() + " is not configured for the neighbor");
            });
        return command.announce() ? announced(neighbor, routes, withPathId) : withdrawn(neighbor, routes, withPathId);
    }

    private static boolean isOffered(final ExabgpNeighbor neighbor, final Nlri nlri) {
        return neighbor.capabilities().families().contains(nlri.family());
    }

    private List<byte[]> announced(
        final ExabgpNeighbor neighbor, final List<ConfiguredRoute> routes, final boolean withPathId) {
        final AdjRibOut rib = new AdjRibOut(neighbor.capabilities().families(), updates(neighbor, withPathId),
            new AdjRibOut.Options(
                neighbor.updates().groupUpdates() ? UpdatePacking.IPV4_ANNOUNCEMENTS : UpdatePacking.NONE,
                false, false));
        final RouteCompletion completion = new RouteCompletion(shape(neighbor));
        // ExaBGP sorts the prefixes of a message.
        for (final ConfiguredRoute configured : sorted(routes)) {
            final Route route = neighbor.resolve(configured.route());
            switch (completion.complete(route)) {
                case RouteCompletion.Completed.Sendable sendable -> rib.put(route.nlri(), sendable.attributes());
                case RouteCompletion.Completed.WithoutNextHop ignored -> throw new ApiException("route "
                    + route.nlri().prefix() + " has no next hop that the session can carry");
                case RouteCompletion.Completed.Forbidden ignored ->
                    throw new ApiException("route " + route.nlri().prefix() + " is not for this neighbor's role");
            }
        }
        final List<byte[]> messages = new ArrayList<>();
        for (Optional<byte[]> message = rib.poll(); message.isPresent(); message = rib.poll()) {
            messages.add(message.get());
        }
        rib.tooLarge().stream().findFirst().ifPresent(nlri -> {
            throw new ApiException("route " + nlri.prefix() + " does not fit into a message with its attributes");
        });
        return messages;
    }

    private List<byte[]> withdrawn(
        final ExabgpNeighbor neighbor, final List<ConfiguredRoute> routes, final boolean withPathId) {
        final UpdateEncoder updates = updates(neighbor, withPathId);
        // Each has a message of its own, as in ExaBGP.
        return sorted(routes).stream().map(route -> route.route().nlri())
            .map(nlri -> updates.withdraw(nlri.family(), new ArrayList<>(List.of(nlri)).iterator())).toList();
    }

    private static List<ConfiguredRoute> sorted(final List<ConfiguredRoute> routes) {
        return routes.stream()
            .sorted(Comparator.comparing(route -> route.route().nlri(), Nlri.WIRE_ORDER)).toList();
    }

    private ExabgpNeighbor neighbor(final NeighborSelector who) {
        return standard ? neighbors.get(0) : neighbors.stream()
            .filter(neighbor -> new ApiNeighbor(neighbor.name(), neighbor).isMeantBy(who)).findFirst()
            .orElseThrow(() -> new ApiException("no neighbor of the configuration is meant by " + who));
    }

    private UpdateEncoder updates(final ExabgpNeighbor neighbor, final boolean withPathId) {
        return new UpdateEncoder(encoder, context(neighbor, withPathId));
    }

    private CodecContext context(final ExabgpNeighbor neighbor, final boolean withPathId) {
        final boolean pathIds = neighbor.capabilities().addPathMode().send() && (withPathId || !standard);
        final Set<Family> ipv6NextHop =
            neighbor.capabilities().carriesIpv6ForIpv4() ? Set.of(Family.IPV4_UNICAST) : Set.of();
        return new CodecContext(neighbor.capabilities().asn4(), !neighbor.isInternal(),
            pathIds ? neighbor.capabilities().addPath() : Set.of(), ipv6NextHop,
            neighbor.capabilities().extendedMessage()
                ? CodecContext.EXTENDED_MESSAGE_SIZE : CodecContext.STANDARD_MESSAGE_SIZE);
    }

    private static SessionShape shape(final ExabgpNeighbor neighbor) {
        return new SessionShape(neighbor.ownAs(), neighbor.isInternal(), neighbor.localAddresses(),
            neighbor.capabilities().carriesIpv6ForIpv4(), neighbor.capabilities().linkLocalNextHop(),
            Optional.empty());
    }

    /** The place in the whole command of a place behind its verb. */
    private static Position inLine(final Position position, final String line) {
        final Matcher matcher = VERB.matcher(line);
        return new Position(1, position.column() + (matcher.find() ? matcher.end() : 0));
    }
}
