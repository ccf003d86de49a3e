package dev.directrix.bgp.session;

import dev.directrix.bgp.capability.ExtendedNextHop;
import dev.directrix.bgp.capability.Hostname;
import dev.directrix.bgp.capability.Role;
import dev.directrix.bgp.capability.SoftwareVersion;
import dev.directrix.bgp.wire.Family;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What we offer in our OPEN (RFC 5492). Immutable.
 *
 * @param families             address families (RFC 4760)
 * @param routeRefresh         RFC 2918
 * @param enhancedRouteRefresh markers around a refresh (RFC 7313)
 * @param extendedMessage      messages up to 65535 octets (RFC 8654)
 * @param fourOctetAsn         RFC 6793
 * @param addPath              families with path identifiers, and in which direction (RFC 7911)
 * @param pathsLimit           most paths of a prefix that we take, by family (draft-abraitis-idr-addpath-paths-limit)
 * @param extendedNextHop      next hops of another address family (RFC 8950)
 * @param linkLocalNextHop     next hops that are link-local only (draft-ietf-idr-linklocal-capability)
 * @param gracefulRestart      restart time (RFC 4724), whole seconds up to 4095; empty: not offered
 * @param role                 RFC 9234; empty: not offered
 * @param strictRole           true: a neighbour without role is refused
 * @param hostname             name and domain (draft-walton-bgp-hostname-capability)
 * @param softwareVersion      draft-ietf-idr-software-version
 * @param multiSession         the multisession capability, which some ExaBGP configurations ask for
 * @param operational          the operational capability of ExaBGP
 */
public record CapabilityOffer(
    SortedSet<Family> families,
    boolean routeRefresh,
    boolean enhancedRouteRefresh,
    boolean extendedMessage,
    boolean fourOctetAsn,
    SortedMap<Family, AddPathMode> addPath,
    SortedMap<Family, Integer> pathsLimit,
    List<ExtendedNextHop.Entry> extendedNextHop,
    boolean linkLocalNextHop,
    Optional<Duration> gracefulRestart,
    Optional<Role.Kind> role,
    boolean strictRole,
    Optional<Hostname> hostname,
    Optional<SoftwareVersion> softwareVersion,
    boolean multiSession,
    boolean operational) {

    /** IPv4 and IPv6 unicast, both kinds of route refresh, extended messages, four-octet AS numbers. */
    public static final CapabilityOffer DEFAULT = new CapabilityOffer(
        new TreeSet<>(Set.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST)), true, true, true, true,
        new TreeMap<>(), new TreeMap<>(), List.of(), false, Optional.empty(), Optional.empty(), false,
        Optional.empty(), Optional.empty(), false, false);

    /** Checks the values and freezes the collections. */
    public CapabilityOffer {
        require(!families.isEmpty(), "no address family");
        require(families.stream().allMatch(Family::isUnicast), "an address family is not unicast");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(hostname, "hostname");
        Objects.requireNonNull(softwareVersion, "softwareVersion");
        gracefulRestart.ifPresent(time -> require(!time.isNegative() && time.toSeconds() <= 4_095,
            "restart time " + time.toSeconds() + " s is not within 0..4095"));
        families = Collections.unmodifiableSortedSet(new TreeSet<>(families));
        addPath = Collections.unmodifiableSortedMap(new TreeMap<>(addPath));
        pathsLimit = Collections.unmodifiableSortedMap(new TreeMap<>(pathsLimit));
        extendedNextHop = List.copyOf(extendedNextHop);
    }

    private static void require(final boolean condition, final String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
