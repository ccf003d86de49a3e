package dev.directrix.director.config;

import dev.directrix.bgp.ListenRange;
import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.ecmp.Prefix;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code bgp}. */
final class BgpSection {

    private static final int MAX_RANGE_LIMIT = 10_000;

    private final SecretFile secrets;
    private final Optional<String> nodeName;

    /**
     * For a file.
     *
     * @param nodeName what the director is called; empty: wrong in the file
     */
    BgpSection(final SecretFile secrets, final Optional<String> nodeName) {
        this.secrets = secrets;
        this.nodeName = nodeName;
    }

    Optional<SpeakerConfig> read(final Value value) {
        return value.section().flatMap(section -> {
            final Optional<Long> asn = section.required("asn").flatMap(it -> it.parsed(AsnText::parse));
            final Optional<Inet4Address> routerId = section.required("router-id").flatMap(BgpSection::routerId);
            final Optional<InetSocketAddress> listen = section.get("listen")
                .flatMap(it -> it.parsed(AddressText::parseEndpoint));
            if (section.get("listen-ranges").isEmpty()) {
                section.required("neighbors");
            }
            final NeighborSection reader =
                new NeighborSection(secrets, nodeName, asn, section.get("listen").isPresent());
            final List<NeighborConfig> neighbors =
                unique(section.items("neighbors"), reader::neighbor, NeighborSection.Router::id, "neighbor").stream()
                    .flatMap(router -> router.sessions().stream()).toList();
            final List<ListenRange> ranges = unique(section.items("listen-ranges"),
                it -> range(it, reader), ListenRange::prefix, "listen range");
            if (asn.isEmpty() || routerId.isEmpty() || value.reading().failed()) {
                return Optional.empty();
            }
            return Optional.of(new SpeakerConfig(asn.get(), routerId.get(), listen, neighbors, ranges));
        });
    }

    private static Optional<Inet4Address> routerId(final Value value) {
        return value.address().flatMap(address -> address instanceof Inet4Address id && !id.isAnyLocalAddress()
            ? Optional.of(id)
            : value.error(AddressText.format(address)
                + " cannot be a router id; use an IPv4 address of this node (RFC 6286)"));
    }

    private static <T, K> List<T> unique(
        final List<Value> items, final Function<Section, Optional<T>> reader, final Function<T, K> key,
        final String what) {
        final List<T> all = new ArrayList<>();
        final Map<K, Integer> lines = new HashMap<>();
        for (final Value item : items) {
            item.section().flatMap(reader).ifPresent(it -> {
                final Integer line = lines.putIfAbsent(key.apply(it), item.position().line());
                if (line != null) {
                    item.error(what + " " + text(key.apply(it)) + " is already in line " + line
                        + "; remove one of the two");
                } else {
                    all.add(it);
                }
            });
        }
        return all;
    }

    private static String text(final Object key) {
        return key instanceof Prefix prefix ? AddressText.format(prefix) : key.toString();
    }

    private static Optional<ListenRange> range(final Section section, final NeighborSection reader) {
        final Optional<Prefix> prefix = section.required("prefix").flatMap(it -> it.parsed(AddressText::parsePrefix));
        final int limit = section.get("limit").flatMap(it -> it.integer(1, MAX_RANGE_LIMIT))
            .orElse(ListenRange.DEFAULT_LIMIT);
        final Optional<NeighborConfig> template = reader.template(section, prefix);
        return prefix.isEmpty() || template.isEmpty()
            ? Optional.empty() : Optional.of(new ListenRange(prefix.get(), template.get(), limit));
    }
}
