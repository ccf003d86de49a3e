package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.Password;
import dev.directrix.bgp.exabgp.config.ConnectionOptions.TcpAo;
import dev.directrix.bgp.exabgp.text.AddressText;
import dev.directrix.bgp.exabgp.text.ConfiguredRoute;
import dev.directrix.bgp.exabgp.text.FamilyText;
import dev.directrix.bgp.exabgp.text.Position;
import dev.directrix.bgp.exabgp.text.RouteParser;
import dev.directrix.bgp.exabgp.text.Statement;
import dev.directrix.bgp.exabgp.text.TokenReader;
import dev.directrix.bgp.wire.Family;
import dev.directrix.ecmp.Prefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Makes a neighbour of a draft: fills in defaults, derives what follows, and checks what must go together. */
final class NeighborAssembly {

    private static final List<String> MANDATORY = List.of("local-as", "peer-as");

    private final NeighborDraft draft;
    private final Map<String, ExabgpProcess> processes;
    private final Problems problems;

    NeighborAssembly(
        final NeighborDraft draft, final Map<String, ExabgpProcess> processes, final Problems problems) {
        this.draft = draft;
        this.processes = processes;
        this.problems = problems;
    }

    /** The neighbour; nothing if it cannot be used, and then the problems say why. */
    Optional<ExabgpNeighbor> build() {
        final Optional<Prefix> peer = leaf("peer-address", NeighborGrammar::peer).or(draft::peer);
        final List<String> missing =
            MANDATORY.stream().filter(keyword -> !draft.leaves().containsKey(keyword)).toList();
        if (!missing.isEmpty()) {
            error("the neighbor has no " + String.join(" and no ", missing) + ": add it");
        }
        if (peer.isEmpty() || !missing.isEmpty()) {
            return Optional.empty();
        }
        final Optional<InetAddress> local =
            leaf("local-address", NeighborGrammar::localAddress).flatMap(address -> address);
        final Optional<Inet4Address> routerId = leaf("router-id", in -> in.inet4Address("router-id"))
            .or(() -> local.filter(Inet4Address.class::isInstance).map(Inet4Address.class::cast));
        final ConnectionOptions connection = connection(local);
        requireSameVersion(peer.get(), local);
        requirePassive(peer.get(), connection);
        requireLocalAddress(local, connection);
        if (routerId.isEmpty()) {
            error("the neighbor has no router-id, and " + (local.isEmpty()
                ? "without local-address there is none to take it from" : "no IPv4 local-address gives one")
                + ": add router-id and an IPv4 address");
            return Optional.empty();
        }
        final Set<Family> families = families();
        final Duration holdTime = value("hold-time", NeighborGrammar::holdTime, ExabgpNeighbor.DEFAULT_HOLD_TIME);
        final CapabilityOptions capabilities = new CapabilityAssembly(draft).build(families, holdTime,
            value("host-name", NeighborGrammar::hostName, ""), value("domain-name", NeighborGrammar::hostName, ""));
        final ExabgpNeighbor neighbor = new ExabgpNeighbor(peer.get(), local,
            value("local-as", NeighborGrammar::asn, OptionalLong.empty()),
            value("peer-as", NeighborGrammar::asn, OptionalLong.empty()), routerId.get(),
            value("description", NeighborGrammar::text, ""), holdTime, connection, capabilities,
            updates(capabilities), apis(), List.of(), draft.position());
        return Optional.of(neighbor.withRoutes(routes(families)));
    }

    private void requireSameVersion(final Prefix peer, final Optional<InetAddress> local) {
        local.filter(address -> (address instanceof Inet4Address) != peer.isIpv4()).ifPresent(address ->
            problems.error(at("local-address"), "local-address " + AddressText.of(address) + " and peer "
                + AddressText.of(peer.address()) + " are of different IP versions: use addresses of one"));
    }

    private void requirePassive(final Prefix peer, final ConnectionOptions connection) {
        if (!connection.passive() && peer.length() < peer.address().getAddress().length * 8) {
            error("peers of the range " + peer + " can only connect to us: add passive true;");
        }
    }

    private void requireLocalAddress(final Optional<InetAddress> local, final ConnectionOptions connection) {
        if (local.isEmpty() && connection.listenPort().isPresent()) {
            problems.error(at("listen"), "listen needs an address to listen on: add local-address");
        }
    }

    private ConnectionOptions connection(final Optional<InetAddress> local) {
        final Optional<Password> md5 = leaf("md5-password", NeighborGrammar::word).flatMap(word ->
            key(word, value("md5-base64", NeighborGrammar::base64, false), at("md5-password"), "md5-password"));
        final Optional<TcpAo> tcpAo = tcpAo();
        if (md5.isPresent() && tcpAo.isPresent()) {
            problems.error(at("md5-password"), "md5-password and tcp-ao exclude each other: remove one of them");
        }
        final OptionalInt none = OptionalInt.empty();
        return new ConnectionOptions(
            value("passive", NeighborGrammar::flag, false),
            leaf("listen", NeighborGrammar::port).map(OptionalInt::of).orElse(none),
            leaf("connect", NeighborGrammar::port).map(OptionalInt::of).orElse(none),
            leaf("source-interface", NeighborGrammar::word),
            leaf("local-link-local", NeighborGrammar::linkLocal),
            value("outgoing-ttl", NeighborGrammar::ttl, none),
            value("incoming-ttl", NeighborGrammar::ttl, none),
            md5, leaf("md5-ip", in -> in.address("md5-ip")).or(() -> local), tcpAo);
    }

    private Optional<TcpAo> tcpAo() {
        final Map<String, Statement> leaves = draft.tcpAo();
        if (leaves.isEmpty()) {
            return Optional.empty();
        }
        final List<String> missing = List.of("keyid", "algorithm", "password").stream()
            .filter(keyword -> !leaves.containsKey(keyword)).toList();
        if (!missing.isEmpty()) {
            problems.error(leaves.values().iterator().next().keyword().position(),
                "tcp-ao has no " + String.join(" and no ", missing) + ": add it");
            return Optional.empty();
        }
        final boolean base64 = leaves.containsKey("base64") && NeighborGrammar.flag(leaves.get("base64").arguments());
        final Statement password = leaves.get("password");
        return key(NeighborGrammar.word(password.arguments()), base64, password.keyword().position(), "tcp-ao")
            .map(key -> new TcpAo(TcpAoGrammar.keyId(leaves.get("keyid").arguments()),
                TcpAoGrammar.algorithm(leaves.get("algorithm").arguments()), key));
    }

    private Optional<Password> key(
        final String word, final boolean base64, final Position position, final String what) {
        try {
            return Optional.of(base64 ? Password.of(Base64.getDecoder().decode(word)) : Password.of(word));
        } catch (final IllegalArgumentException e) {
            // The message of the decoder may show a part of the key.
            problems.error(position, "the key of " + what + " cannot be used: it is "
                + (base64 ? "base64 of " : "") + "1 to " + Password.MAX_OCTETS + " octets");
            return Optional.empty();
        }
    }

    private UpdateOptions updates(final CapabilityOptions capabilities) {
        final UpdateOptions standard = UpdateOptions.DEFAULT;
        return new UpdateOptions(
            value("group-updates", NeighborGrammar::flag, standard.groupUpdates()),
            value("auto-flush", NeighborGrammar::flag, standard.autoFlush()),
            value("adj-rib-in", NeighborGrammar::flag, standard.adjRibIn()),
            // A refresh is answered from it.
            capabilities.routeRefresh() || value("adj-rib-out", NeighborGrammar::flag, standard.adjRibOut()),
            value("manual-eor", NeighborGrammar::flag, standard.manualEor()),
            value("rate-limit", NeighborGrammar::rateLimit, standard.rateLimit()));
    }

    private Set<Family> families() {
        final Set<Family> families = new TreeSet<>();
        boolean all = draft.families().isEmpty();
        boolean minimal = false;
        for (final Statement statement : draft.families()) {
            FamilyGrammar.family(statement).ifPresent(families::add);
            all |= FamilyGrammar.choice(statement) == FamilyGrammar.Choice.ALL;
            minimal |= FamilyGrammar.choice(statement) == FamilyGrammar.Choice.MINIMAL;
        }
        if (minimal) {
            draft.routes().forEach(parsed ->
                parsed.routes().forEach(route -> families.add(route.route().nlri().family())));
        }
        if (all || families.isEmpty()) {
            families.addAll(List.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST));
        }
        return families;
    }

    private List<ApiSection> apis() {
        final Optional<Statement> names =
            draft.apis().stream().filter(api -> ApiGrammar.keyword(api, "processes").isPresent()).findFirst();
        final Optional<Statement> patterns =
            draft.apis().stream().filter(api -> ApiGrammar.keyword(api, "processes-match").isPresent()).findFirst();
        if (names.isPresent() && patterns.isPresent()) {
            problems.error(ApiGrammar.keyword(patterns.get(), "processes-match").orElseThrow().position(),
                "a neighbor has either processes or processes-match: remove one of them");
        }
        final List<ApiSection> sections = new ArrayList<>();
        draft.apis().forEach(api -> sections.add(ApiGrammar.resolve(api, processes, problems)));
        return sections;
    }

    private List<ConfiguredRoute> routes(final Set<Family> families) {
        final List<ConfiguredRoute> routes = new ArrayList<>();
        for (final RouteParser.Parsed parsed : draft.routes()) {
            final Family family = parsed.routes().get(0).route().nlri().family();
            if (!parsed.nextHopGiven()) {
                problems.warn(parsed.position(), "the route is never announced, it has no next hop: add next-hop and"
                    + " an address, or next-hop self");
            } else if (families.contains(family)) {
                routes.addAll(parsed.routes());
            } else if (family.equals(Family.IPV4_UNICAST)) {
                problems.warn(parsed.position(), "the route is never announced: add ipv4 unicast to family");
            } else {
                problems.error(parsed.position(), "a route of " + FamilyText.of(family)
                    + " for a neighbor without that family: add " + FamilyText.of(family) + " to family");
            }
        }
        return routes;
    }

    private <T> Optional<T> leaf(final String keyword, final Function<TokenReader, T> grammar) {
        return Optional.ofNullable(draft.leaves().get(keyword)).map(statement -> grammar.apply(statement.arguments()));
    }

    private <T> T value(final String keyword, final Function<TokenReader, T> grammar, final T standard) {
        return leaf(keyword, grammar).orElse(standard);
    }

    private Position at(final String keyword) {
        return draft.leaves().get(keyword).keyword().position();
    }

    private void error(final String text) {
        problems.error(draft.position(), text);
    }
}
