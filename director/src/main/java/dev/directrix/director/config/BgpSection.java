package dev.directrix.director.config;

import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.Password;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.rib.LinkBandwidthMode;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code bgp}. */
final class BgpSection {

    private static final Map<String, LinkBandwidthMode> LINK_BANDWIDTH = Map.of(
        "transitive", LinkBandwidthMode.TRANSITIVE, "non-transitive", LinkBandwidthMode.NON_TRANSITIVE,
        "both", LinkBandwidthMode.BOTH, "off", LinkBandwidthMode.OFF);
    private static final Duration MIN_HOLD_TIME = Duration.ofSeconds(3);
    private static final Duration MAX_HOLD_TIME = Duration.ofSeconds(65_535);
    private static final Duration MIN_RETRY = Duration.ofMillis(100);
    private static final Duration MAX_RETRY = Duration.ofHours(1);
    private static final String WRITE_PASSWORD = "write the password that the router has into it";

    private final SecretFile secrets;

    BgpSection(final SecretFile secrets) {
        this.secrets = secrets;
    }

    Optional<SpeakerConfig> read(final Value value) {
        return value.section().flatMap(section -> {
            final Optional<Long> asn = section.required("asn").flatMap(it -> it.parsed(AsnText::parse));
            final Optional<Inet4Address> routerId = section.required("router-id").flatMap(BgpSection::routerId);
            final Optional<InetSocketAddress> listen = section.get("listen")
                .flatMap(it -> it.parsed(AddressText::parseEndpoint));
            section.required("neighbors");
            final List<NeighborConfig> neighbors = neighbors(section, section.get("listen").isPresent());
            if (asn.isEmpty() || routerId.isEmpty() || value.reading().failed()) {
                return Optional.empty();
            }
            return Optional.of(new SpeakerConfig(asn.get(), routerId.get(), listen, neighbors));
        });
    }

    private static Optional<Inet4Address> routerId(final Value value) {
        return value.address().flatMap(address -> address instanceof Inet4Address id && !id.isAnyLocalAddress()
            ? Optional.of(id)
            : value.error(AddressText.format(address)
                + " cannot be a router id; use an IPv4 address of this node (RFC 6286)"));
    }

    private List<NeighborConfig> neighbors(final Section section, final boolean listens) {
        final List<NeighborConfig> neighbors = new ArrayList<>();
        final Map<InetAddress, Integer> lines = new HashMap<>();
        for (final Value item : section.items("neighbors")) {
            item.section().flatMap(it -> neighbor(it, listens)).ifPresent(neighbor -> {
                final Integer line = lines.putIfAbsent(neighbor.address(), item.position().line());
                if (line != null) {
                    item.error("neighbor " + AddressText.format(neighbor.address()) + " is already in line " + line
                        + "; remove one of the two");
                } else {
                    neighbors.add(neighbor);
                }
            });
        }
        return neighbors;
    }

    private Optional<NeighborConfig> neighbor(final Section section, final boolean listens) {
        final Optional<InetAddress> address = section.required("address").flatMap(Value::address);
        final Optional<Long> asn = section.required("asn").flatMap(it -> it.parsed(AsnText::parse));
        final int port = section.get("port").flatMap(it -> it.parsed(AddressText::parsePort))
            .orElse(NeighborConfig.DEFAULT_PORT);
        final Duration holdTime = section.get("hold-time").flatMap(BgpSection::holdTime)
            .orElse(NeighborConfig.DEFAULT_HOLD_TIME);
        final Duration retry = section.get("connect-retry").flatMap(it -> it.duration(MIN_RETRY, MAX_RETRY))
            .orElse(NeighborConfig.DEFAULT_CONNECT_RETRY);
        final Optional<Password> password = section.get("password-file")
            .flatMap(it -> secrets.read(it, WRITE_PASSWORD, Password::of));
        final LinkBandwidthMode bandwidth = section.get("link-bandwidth")
            .flatMap(it -> it.oneOf(LINK_BANDWIDTH, Set.of())).orElse(LinkBandwidthMode.BOTH);
        final Optional<InetAddress> source = section.get("source-address")
            .flatMap(it -> source(it, address));
        final boolean passive = section.get("passive").flatMap(it -> passive(it, listens)).orElse(false);
        if (address.isEmpty() || asn.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(NeighborConfig.of(address.get(), asn.get()).withPort(port).withTimers(holdTime, retry)
            .withPassword(password).withLinkBandwidth(bandwidth).withSourceAddress(source).withPassive(passive));
    }

    private static Optional<Duration> holdTime(final Value value) {
        return value.duration(Duration.ZERO, MAX_HOLD_TIME).flatMap(time -> {
            final boolean tooShort = !time.isZero() && time.compareTo(MIN_HOLD_TIME) < 0;
            if (tooShort || !time.equals(Duration.ofSeconds(time.toSeconds()))) {
                return value.error(DurationText.format(time)
                    + " is no hold time; write whole seconds, 3s or more, or 0 for none (RFC 4271 section 4.2)");
            }
            return Optional.of(time);
        });
    }

    private static Optional<InetAddress> source(final Value value, final Optional<InetAddress> neighbor) {
        return value.address().flatMap(source ->
            neighbor.isPresent() && neighbor.get().getClass() != source.getClass()
                ? value.error(AddressText.format(source) + " is of another IP version than the neighbor "
                    + AddressText.format(neighbor.get()) + "; use one of the same")
                : Optional.of(source));
    }

    private static Optional<Boolean> passive(final Value value, final boolean listens) {
        return value.flag().flatMap(passive -> passive && !listens
            ? value.error("a passive neighbor needs a director that listens; add bgp.listen or remove 'passive'")
            : Optional.of(passive));
    }
}
