package dev.directrix.director.config;

import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.NeighborConfigBuilder;
import dev.directrix.bgp.Password;
import dev.directrix.bgp.capability.ExtendedNextHop;
import dev.directrix.bgp.capability.Hostname;
import dev.directrix.bgp.capability.Role;
import dev.directrix.bgp.capability.SoftwareVersion;
import dev.directrix.bgp.rib.LinkBandwidthMode;
import dev.directrix.bgp.rib.PathReplication;
import dev.directrix.bgp.session.AddPathMode;
import dev.directrix.bgp.session.CapabilityOffer;
import dev.directrix.bgp.transport.TcpAoKey;
import dev.directrix.bgp.wire.Family;
import dev.directrix.director.Version;
import dev.directrix.ecmp.Prefix;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the items of {@code bgp.neighbors}, and what {@code bgp.listen-ranges} has in common with them. */
final class NeighborSection {

    private static final Map<String, LinkBandwidthMode> LINK_BANDWIDTH = Map.of(
        "transitive", LinkBandwidthMode.TRANSITIVE, "non-transitive", LinkBandwidthMode.NON_TRANSITIVE,
        "both", LinkBandwidthMode.BOTH, "off", LinkBandwidthMode.OFF);
    private static final Map<String, Family> FAMILIES = Map.of(
        "ipv4-unicast", Family.IPV4_UNICAST, "ipv6-unicast", Family.IPV6_UNICAST);
    private static final Map<String, Role.Kind> ROLES = Map.of(
        "provider", Role.Kind.PROVIDER, "customer", Role.Kind.CUSTOMER, "peer", Role.Kind.PEER,
        "route-server", Role.Kind.ROUTE_SERVER, "route-server-client", Role.Kind.ROUTE_SERVER_CLIENT);
    private static final Map<String, TcpAoKey.Algorithm> ALGORITHMS = Map.of(
        "hmac-sha1", TcpAoKey.Algorithm.HMAC_SHA1, "aes-128-cmac", TcpAoKey.Algorithm.AES_128_CMAC,
        "hmac-sha256", TcpAoKey.Algorithm.HMAC_SHA256);
    private static final Duration MIN_HOLD_TIME = Duration.ofSeconds(3);
    private static final Duration MAX_HOLD_TIME = Duration.ofSeconds(65_535);
    private static final Duration MIN_RETRY = Duration.ofMillis(100);
    private static final Duration MAX_RETRY = Duration.ofHours(1);
    private static final Duration MAX_RESTART = Duration.ofSeconds(4_095);
    private static final int MAX_PREFIXES = 1_000_000;
    private static final int MAX_DESCRIPTION = 255;
    private static final int AFI_IPV6 = 2;
    private static final String WRITE_PASSWORD = "write the password that the router has into it";
    private static final String WRITE_KEY = "write the key that the router has into it";

    private final SecretFile secrets;
    private final Optional<String> nodeName;
    private final Optional<Long> ourAsn;
    private final boolean listens;

    /**
     * For a file.
     *
     * @param nodeName what the director is called; empty: wrong in the file
     * @param ourAsn   the speaker's AS number; empty: wrong in the file
     * @param listens  whether the director accepts connections
     */
    NeighborSection(
        final SecretFile secrets, final Optional<String> nodeName, final Optional<Long> ourAsn,
        final boolean listens) {
        this.secrets = secrets;
        this.nodeName = nodeName;
        this.ourAsn = ourAsn;
        this.listens = listens;
    }

    /**
     * A router.
     *
     * @param id       unique among them
     * @param sessions with it: one, or one from each of several addresses
     */
    record Router(String id, List<NeighborConfig> sessions) {
    }

    /** One of {@code bgp.neighbors}. */
    Optional<Router> neighbor(final Section section) {
        final Optional<InetAddress> address = address(section);
        final Optional<Long> asn = section.required("asn").flatMap(it -> it.parsed(AsnText::parse));
        final CopiesSection copies = new CopiesSection(section);
        final NeighborConfigBuilder builder = common(section, address, asn, copies)
            .port(section.get("port").flatMap(it -> it.parsed(AddressText::parsePort))
                .orElse(NeighborConfig.DEFAULT_PORT))
            .connectRetry(section.get("connect-retry").flatMap(it -> it.duration(MIN_RETRY, MAX_RETRY))
                .orElse(NeighborConfig.DEFAULT_CONNECT_RETRY))
            .sourceAddress(section.get("source-address").flatMap(it -> source(it, address)))
            .passive(section.get("passive").flatMap(this::passive).orElse(false));
        final Optional<String> device = section.get("interface").flatMap(NodeSection::interfaceName);
        address.ifPresent(it -> builder.device(device).id(id(it, device)));
        if (address.isEmpty() || asn.isEmpty()) {
            return Optional.empty();
        }
        final NeighborConfig router = builder.build();
        return Optional.of(new Router(router.id(), copies.sessions(router)));
    }

    /** The router's address; the unspecified one where only the interface is known. */
    private static Optional<InetAddress> address(final Section section) {
        if (section.get("address").isEmpty() && section.get("interface").isPresent()) {
            return Optional.of(NeighborConfig.UNKNOWN_ADDRESS);
        }
        return section.required("address").flatMap(value -> value.address().flatMap(address -> {
            if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
                return value.error(
                    AddressText.format(address) + " cannot be the address of a router; use a unicast one");
            }
            return address.isLinkLocalAddress() && section.get("interface").isEmpty()
                ? value.error(AddressText.format(address)
                    + " is a link-local address, which many links may have; add interface: NAME")
                : Optional.of(address);
        }));
    }

    private static String id(final InetAddress address, final Optional<String> device) {
        if (address.isAnyLocalAddress()) {
            return device.orElse("?");
        }
        return AddressText.format(address) + device.map(name -> "%" + name).orElse("");
    }

    /** The values of an item of {@code bgp.listen-ranges}. */
    Optional<NeighborConfig> template(final Section section, final Optional<Prefix> prefix) {
        if (!listens) {
            section.whole().error("a listen range needs a director that listens; add bgp.listen");
        }
        final Optional<Long> asn = section.required("asn").flatMap(NeighborSection::anyAsn);
        final NeighborConfigBuilder builder = common(section, prefix.map(Prefix::address), asn,
            new CopiesSection(section))
            .passive(true)
            .device(section.get("interface").flatMap(NodeSection::interfaceName));
        return prefix.isEmpty() || asn.isEmpty()
            ? Optional.empty() : Optional.of(builder.build());
    }

    private NeighborConfigBuilder common(
        final Section section, final Optional<InetAddress> address, final Optional<Long> asn,
        final CopiesSection copies) {
        final Optional<Long> localAsn = section.get("local-asn").flatMap(it -> it.parsed(AsnText::parse));
        final Set<Long> ourAsns = new HashSet<>();
        ourAsn.ifPresent(ourAsns::add);
        localAsn.ifPresent(ourAsns::add);
        final NeighborConfigBuilder builder = NeighborConfig
            .builder(address.orElse(InetAddress.getLoopbackAddress()), asn.orElse(1L))
            .localAsn(localAsn.map(OptionalLong::of).orElse(OptionalLong.empty()))
            .description(section.get("description").flatMap(NeighborSection::description).orElse(""))
            .holdTime(section.get("hold-time").flatMap(NeighborSection::holdTime)
                .orElse(NeighborConfig.DEFAULT_HOLD_TIME))
            .linkBandwidth(section.get("link-bandwidth").flatMap(it -> it.oneOf(LINK_BANDWIDTH, Set.of()))
                .orElse(LinkBandwidthMode.BOTH))
            .policy(new PolicySection(ourAsns).read(section))
            .password(section.get("password-file").flatMap(it -> secrets.read(it, WRITE_PASSWORD, Password::of)))
            .aoKeys(aoKeys(section))
            .prefixLimit(section.get("max-prefixes").flatMap(it -> it.integer(1, MAX_PREFIXES))
                .map(OptionalInt::of).orElse(OptionalInt.empty()));
        final Optional<Integer> hops = hops(section, builder);
        builder.bfd(section.get("bfd").flatMap(it -> new BfdSection(secrets).read(it, hops)));
        final Set<Family> families = capabilities(section, builder);
        addPath(section, families, copies.byAddPath(), builder);
        if (ourAsn.isPresent() && asn.isPresent()) {
            sides(section, localAsn.or(() -> ourAsn).equals(asn), asn.get() == NeighborConfig.ANY_ASN);
        }
        return builder;
    }

    /** How many hops away the router may be, where that is said. */
    private static Optional<Integer> hops(final Section section, final NeighborConfigBuilder builder) {
        final Optional<Integer> security = section.get("ttl-security").flatMap(it -> it.integer(1, 254));
        final Optional<Integer> multihop = section.get("multihop").flatMap(it -> it.integer(2, 255));
        if (section.get("ttl-security").isPresent()) {
            section.get("multihop").ifPresent(it ->
                it.error("ttl-security says already how many hops away the router is; remove one of the two"));
        }
        security.ifPresent(builder::ttlSecurity);
        multihop.ifPresent(builder::multihop);
        return multihop;
    }

    /** Returns the families. */
    private Set<Family> capabilities(final Section section, final NeighborConfigBuilder builder) {
        final Optional<Set<Family>> families = families(section);
        families.ifPresent(builder::families);
        if (flag(section, "extended-next-hop")) {
            builder.extendedNextHop(List.of(new ExtendedNextHop.Entry(Family.IPV4_UNICAST, AFI_IPV6)));
        }
        builder.gracefulRestart(section.get("graceful-restart").flatMap(NeighborSection::restartTime));
        builder.role(section.get("role").flatMap(it -> it.oneOf(ROLES, Set.of())));
        builder.strictRole(flag(section, "role-strict"));
        if (section.get("role").isEmpty()) {
            section.get("role-strict").ifPresent(it -> it.error("there is no role to be strict about; add role"));
        }
        if (flag(section, "hostname")) {
            builder.hostname(nodeName.map(name -> new Hostname(name, "")));
        }
        if (flag(section, "software-version")) {
            builder.softwareVersion(Optional.of(new SoftwareVersion("directrix/" + Version.current())));
        }
        return families.orElse(CapabilityOffer.DEFAULT.families());
    }

    /** Both directions of add-path: copies go out by it, and the router's other paths come in. */
    private static void addPath(
        final Section section, final Set<Family> families, final Optional<PathReplication.ByAddPath> copies,
        final NeighborConfigBuilder builder) {
        final boolean monitor = flag(section, "monitor");
        final Map<Family, AddPathMode> modes = new TreeMap<>();
        copies.ifPresent(it -> {
            builder.replication(Optional.of(it));
            modes.putAll(CopiesSection.addPath(it));
        });
        if (monitor || flag(section, "add-path-receive")) {
            families.forEach(family -> modes.merge(family, AddPathMode.RECEIVE, (_, _) -> AddPathMode.BOTH));
        }
        builder.listenOnly(monitor).addPath(modes);
    }

    private static Optional<Set<Family>> families(final Section section) {
        if (section.get("families").isEmpty()) {
            return Optional.empty();
        }
        final Set<Family> families = new TreeSet<>();
        for (final Value item : section.items("families")) {
            item.oneOf(FAMILIES, Set.of()).filter(family -> !families.add(family))
                .ifPresent(family -> item.error(family + " is listed twice; remove one of the two"));
        }
        return families.isEmpty() ? Optional.empty() : Optional.of(families);
    }

    /** What goes to routers of the other kind only has no effect. */
    private static void sides(final Section section, final boolean internal, final boolean any) {
        if (internal) {
            for (final String key : List.of("prepend", "as-override")) {
                section.get(key).ifPresent(it -> it.warn(
                    "no effect: the router is in our AS, and AS_PATH is empty there; local-pref works there"));
            }
            section.get("role").ifPresent(it ->
                it.error("a role is for a router of another AS (RFC 9234); remove it"));
        } else if (!any) {
            section.get("local-pref").ifPresent(it -> it.warn(
                "no effect: the router is in another AS, where LOCAL_PREF is not sent; prepend or med work there"));
        }
    }

    private List<TcpAoKey> aoKeys(final Section section) {
        final List<TcpAoKey> keys = new ArrayList<>();
        final Set<Integer> ids = new HashSet<>();
        for (final Value item : section.items("tcp-ao")) {
            item.section().flatMap(this::aoKey).ifPresent(key -> {
                if (!ids.add(key.sendId())) {
                    item.error("send-id " + key.sendId() + " is used by another key; give each its own");
                }
                keys.add(key);
            });
        }
        final Optional<Value> password = section.get("password-file");
        if (password.isPresent() && section.get("tcp-ao").isPresent()) {
            password.get().error("a session is protected by TCP-MD5 or by TCP-AO; remove one of the two");
            return List.of();
        }
        return keys;
    }

    private Optional<TcpAoKey> aoKey(final Section section) {
        final Optional<Integer> sendId = section.required("send-id").flatMap(it -> it.integer(0, 255));
        final Optional<Integer> receiveId = section.required("receive-id").flatMap(it -> it.integer(0, 255));
        final TcpAoKey.Algorithm algorithm = section.get("algorithm").flatMap(it -> it.oneOf(ALGORITHMS, Set.of()))
            .orElse(TcpAoKey.Algorithm.HMAC_SHA1);
        return section.required("key-file").flatMap(file -> secrets.read(file, WRITE_KEY, text ->
            new TcpAoKey(sendId.orElse(0), receiveId.orElse(0), algorithm, text.getBytes(StandardCharsets.UTF_8))));
    }

    private static boolean flag(final Section section, final String key) {
        return section.get(key).flatMap(Value::flag).orElse(false);
    }

    private static Optional<Long> anyAsn(final Value value) {
        return value.parsed(text -> text.equals("any") ? NeighborConfig.ANY_ASN : AsnText.parse(text));
    }

    private static Optional<String> description(final Value value) {
        return value.text().flatMap(text -> text.length() <= MAX_DESCRIPTION && text.chars().noneMatch(c -> c < ' ')
            ? Optional.of(text)
            : value.error("a description is one line of at most " + MAX_DESCRIPTION + " characters; shorten it"));
    }

    private static Optional<Duration> holdTime(final Value value) {
        return value.duration(Duration.ZERO, MAX_HOLD_TIME).flatMap(time -> {
            final boolean tooShort = !time.isZero() && time.compareTo(MIN_HOLD_TIME) < 0;
            if (tooShort || !isWholeSeconds(time)) {
                return value.error(DurationText.format(time)
                    + " is no hold time; write whole seconds, 3s or more, or 0 for none (RFC 4271 section 4.2)");
            }
            return Optional.of(time);
        });
    }

    private static Optional<Duration> restartTime(final Value value) {
        return value.duration(Duration.ofSeconds(1), MAX_RESTART).flatMap(time -> isWholeSeconds(time)
            ? Optional.of(time)
            : value.error(DurationText.format(time) + " is no restart time; write whole seconds (RFC 4724)"));
    }

    private static boolean isWholeSeconds(final Duration time) {
        return time.equals(Duration.ofSeconds(time.toSeconds()));
    }

    private static Optional<InetAddress> source(final Value value, final Optional<InetAddress> neighbor) {
        return value.address().flatMap(source ->
            neighbor.isPresent() && neighbor.get().getClass() != source.getClass()
                ? value.error(AddressText.format(source) + " is of another IP version than the neighbor "
                    + AddressText.format(neighbor.get()) + "; use one of the same")
                : Optional.of(source));
    }

    private Optional<Boolean> passive(final Value value) {
        return value.flag().flatMap(passive -> passive && !listens
            ? value.error("a passive neighbor needs a director that listens; add bgp.listen or remove 'passive'")
            : Optional.of(passive));
    }
}
