package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.wire.Family;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the OPEN to a neighbour offers. Everything is as it goes out: combinations that ExaBGP leaves out, such as
 * add-path for a family that is not offered, are left out here.
 *
 * @param families           address families
 * @param asn4               four-octet AS numbers (RFC 6793)
 * @param routeRefresh       route refresh, plain and enhanced (RFC 2918, RFC 7313)
 * @param extendedMessage    messages above 4096 octets (RFC 8654)
 * @param gracefulRestart    restart time in seconds, 0 to 4095 (RFC 4724); empty: not offered
 * @param addPath            families of add-path (RFC 7911); empty: not offered
 * @param addPathMode        directions of add-path
 * @param pathsLimit         most paths of a prefix that we take, by family (draft-abraitis-idr-addpath-paths-limit)
 * @param nextHops           families that may have a next hop of another version (RFC 8950)
 * @param multiSession       multi-session (draft-ietf-idr-bgp-multisession)
 * @param operational        operational messages (draft-ietf-idr-operational-message)
 * @param aigp               AIGP (RFC 7311) is taken from this peer
 * @param softwareVersion    software version (draft-abraitis-bgp-version-capability)
 * @param linkLocalNextHop   link-local next hops alone (draft-ietf-idr-linklocal-capability)
 * @param linkLocalPreferred of a global and a link-local next hop the link-local one is preferred
 * @param hostName           {@code host-name}, empty if there is none (draft-walton-bgp-hostname-capability)
 * @param domainName         {@code domain-name}, empty if there is none
 */
public record CapabilityOptions(
    Set<Family> families,
    boolean asn4,
    boolean routeRefresh,
    boolean extendedMessage,
    OptionalInt gracefulRestart,
    Set<Family> addPath,
    AddPathMode addPathMode,
    Map<Family, Integer> pathsLimit,
    Set<NextHopFamily> nextHops,
    boolean multiSession,
    boolean operational,
    boolean aigp,
    boolean softwareVersion,
    boolean linkLocalNextHop,
    boolean linkLocalPreferred,
    String hostName,
    String domainName) {

    /** Freezes the collections. */
    public CapabilityOptions {
        families = Set.copyOf(families);
        addPath = Set.copyOf(addPath);
        pathsLimit = Map.copyOf(pathsLimit);
        nextHops = Set.copyOf(nextHops);
    }

    /** Whether IPv4 routes may have IPv6 next hops (RFC 8950). */
    public boolean carriesIpv6ForIpv4() {
        return nextHops.contains(new NextHopFamily(Family.IPV4_UNICAST, Family.IPV6_UNICAST.afi()));
    }

    /** Directions of add-path (RFC 7911 §4). */
    public enum AddPathMode {
        DISABLED(false, false),
        RECEIVE(true, false),
        SEND(false, true),
        SEND_RECEIVE(true, true);

        private final boolean receive;
        private final boolean send;

        AddPathMode(final boolean receive, final boolean send) {
            this.receive = receive;
            this.send = send;
        }

        /** Whether we take several paths of a prefix. */
        public boolean receive() {
            return receive;
        }

        /** Whether we tell several paths of a prefix. */
        public boolean send() {
            return send;
        }
    }

    /**
     * A family whose routes may have a next hop of the other IP version.
     *
     * @param family     family of the routes
     * @param nextHopAfi address family number of the next hop: 1 or 2
     */
    public record NextHopFamily(Family family, int nextHopAfi) {
    }
}
