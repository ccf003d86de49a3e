package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.exabgp.text.AddressText;
import dev.directrix.bgp.exabgp.text.ConfiguredRoute;
import dev.directrix.bgp.exabgp.text.FamilyText;
import dev.directrix.bgp.exabgp.text.Position;
import dev.directrix.bgp.wire.Family;
import dev.directrix.ecmp.Prefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A {@code neighbor} section, with everything that its templates add and every default filled in.
 *
 * @param peer         the peer's address as a host prefix, or the range that peers may connect from
 * @param localAddress our address on the session; empty: {@code auto}, whatever the connection has
 * @param localAs      our AS number; empty: {@code auto}, the peer's
 * @param peerAs       the peer's AS number; empty: {@code auto}, ours
 * @param routerId     our router id; an IPv4 local address unless the file gives one
 * @param description  free text, empty if there is none
 * @param holdTime     0 or 3 to 65535 s
 * @param connection   how the TCP connection is made
 * @param capabilities what the OPEN offers
 * @param updates      how routes are told
 * @param api          which processes are told what, in the order of the file
 * @param routes       routes of the file, in its order, templates last
 * @param position     where the section starts
 */
public record ExabgpNeighbor(
    Prefix peer,
    Optional<InetAddress> localAddress,
    OptionalLong localAs,
    OptionalLong peerAs,
    Inet4Address routerId,
    String description,
    Duration holdTime,
    ConnectionOptions connection,
    CapabilityOptions capabilities,
    UpdateOptions updates,
    List<ApiSection> api,
    List<ConfiguredRoute> routes,
    Position position) {

    /** Hold time unless the file says otherwise. */
    public static final Duration DEFAULT_HOLD_TIME = Duration.ofMinutes(3);

    /** Freezes the lists. */
    public ExabgpNeighbor {
        api = List.copyOf(api);
        routes = List.copyOf(routes);
    }

    /** The peer's address; of a range its first one. */
    public InetAddress peerAddress() {
        return peer.address();
    }

    /** Whether more than one peer may be behind this section. */
    public boolean isRange() {
        return peer.length() < peer.address().getAddress().length * 8;
    }

    /** Families offered to the peer, in the order of their numbers. */
    public List<Family> families() {
        return capabilities.families().stream().sorted(Comparator.naturalOrder()).toList();
    }

    /** The long name by which ExaBGP lists a neighbour and its API picks one. */
    public String name() {
        return "neighbor " + (isRange() ? peer.toString() : AddressText.of(peer.address()))
            + " local-ip " + localAddress.map(AddressText::of).orElse("auto")
            + " local-as " + (localAs.isPresent() ? localAs.getAsLong() : "auto")
            + " peer-as " + (peerAs.isPresent() ? peerAs.getAsLong() : "auto")
            + " router-id " + AddressText.of(routerId)
            + " family-allowed " + (capabilities.multiSession()
                ? families().stream().map(FamilyText::dashed).collect(Collectors.joining("/")) : "in-open");
    }
}
