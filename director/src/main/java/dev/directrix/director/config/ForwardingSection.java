package dev.directrix.director.config;

import dev.directrix.ecmp.Prefix;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.GueVariant;
import dev.directrix.forwarder.service.NatSettings;
import dev.directrix.forwarder.service.OuterSource;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.TunnelSettings;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads how the packets of a pool travel: {@code forwarding} and what belongs to the single modes. */
final class ForwardingSection {

    private static final Map<String, ForwardingMode> MODES = Arrays.stream(ForwardingMode.values())
        .collect(Collectors.toMap(ForwardingMode::toString, Function.identity()));
    private static final Map<String, GueVariant> VARIANTS = Arrays.stream(GueVariant.values())
        .collect(Collectors.toMap(GueVariant::toString, Function.identity()));
    private static final int MAX_LOCAL_ADDRESSES = 64;
    private static final int MAX_CODE_POINT = 63;

    private final Section pool;
    private final ForwardingMode mode;

    private ForwardingSection(final Section pool, final ForwardingMode mode) {
        this.pool = pool;
        this.mode = mode;
    }

    static ForwardingMode mode(final Section pool) {
        return pool.get("forwarding").flatMap(it -> it.oneOf(MODES, Set.of())).orElse(ForwardingMode.DR);
    }

    /**
     * Reads the settings of a mode.
     *
     * @param servers the pool's servers
     * @param vips    addresses that the pool serves
     */
    static Forwarding read(
        final Section pool, final ForwardingMode mode, final List<ServerConfig> servers, final Set<InetAddress> vips) {
        final ForwardingSection reader = new ForwardingSection(pool, mode);
        final boolean any4 = servers.stream().anyMatch(server -> server.address() instanceof Inet4Address);
        final boolean any6 = servers.stream().anyMatch(server -> !(server.address() instanceof Inet4Address));
        return new Forwarding(mode, reader.tunnel(any4, any6), reader.nat(any4, any6), reader.codePoints(vips));
    }

    private TunnelSettings tunnel(final boolean any4, final boolean any6) {
        if (!mode.isTunnel()) {
            pool.get("tunnel").ifPresent(it -> it.error("'tunnel' belongs to ipip, gre, gue and minimal, not to "
                + mode + "; remove it"));
            return TunnelSettings.DEFAULT;
        }
        final Optional<Section> tunnel = pool.required("tunnel").flatMap(Value::section);
        if (tunnel.isEmpty()) {
            return TunnelSettings.DEFAULT;
        }
        final Section section = tunnel.get();
        only(section, "port", ForwardingMode.GUE);
        only(section, "variant", ForwardingMode.GUE);
        only(section, "key", ForwardingMode.GRE);
        final Map<Boolean, OuterSource> sources = sources(section);
        if (section.get("source").map(Value::oneOrMore).filter(all -> all.size() == sources.size()).isPresent()) {
            needs(section, any4 && !sources.containsKey(true), "an IPv4", "servers with IPv4 addresses");
            needs(section, any6 && !sources.containsKey(false), "an IPv6", "servers with IPv6 addresses");
        }
        return new TunnelSettings(Optional.ofNullable(sources.get(true)), Optional.ofNullable(sources.get(false)),
            section.get("port").flatMap(it -> it.parsed(AddressText::parsePort)).orElse(TunnelSettings.GUE_PORT),
            section.get("variant").flatMap(it -> it.oneOf(VARIANTS, Set.of())).orElse(GueVariant.HEADER),
            section.get("key").flatMap(it -> it.number(0, 0xffff_ffffL))
                .map(key -> OptionalInt.of(key.intValue())).orElse(OptionalInt.empty()),
            section.get("mtu").flatMap(it -> it.number(TunnelSettings.LEAST_MTU, TunnelSettings.MOST_MTU))
                .map(mtu -> OptionalInt.of(mtu.intValue())).orElse(OptionalInt.empty()));
    }

    private static void needs(final Section section, final boolean missing, final String what, final String why) {
        if (missing) {
            section.get("source").ifPresent(it ->
                it.error("the pool has " + why + "; add " + what + " address or prefix"));
        }
    }

    private void only(final Section section, final String key, final ForwardingMode owner) {
        if (mode != owner) {
            section.get(key).ifPresent(it -> it.error("'" + key + "' belongs to " + owner + ", not to " + mode
                + "; remove it"));
        }
    }

    /** By whether it is IPv4. */
    private static Map<Boolean, OuterSource> sources(final Section section) {
        final Map<Boolean, OuterSource> sources = new HashMap<>();
        for (final Value value : section.required("source").map(Value::oneOrMore).orElse(List.of())) {
            value.parsed(ForwardingSection::source).ifPresent(source -> {
                if (sources.putIfAbsent(source.address() instanceof Inet4Address, source) != null) {
                    value.error("one source for each IP version is enough; use a prefix to have several addresses");
                }
            });
        }
        return sources;
    }

    private static OuterSource source(final String text) {
        if (text.indexOf('/') < 0) {
            return OuterSource.of(AddressText.parse(text));
        }
        final Prefix prefix = AddressText.parsePrefix(text);
        return OuterSource.of(prefix.address(), prefix.length());
    }

    private NatSettings nat(final boolean any4, final boolean any6) {
        if (mode != ForwardingMode.FULLNAT) {
            for (final String key : List.of("local-addresses", "local-ports", "toa")) {
                only(pool, key, ForwardingMode.FULLNAT);
            }
            return NatSettings.NONE;
        }
        pool.required("local-addresses");
        final Set<InetAddress> addresses = new LinkedHashSet<>();
        for (final Value value : pool.items("local-addresses")) {
            value.forwardedAddress("local address").ifPresent(address -> {
                if (!addresses.add(address)) {
                    value.error(AddressText.format(address) + " is given twice; remove one of the two");
                } else if (addresses.size() > MAX_LOCAL_ADDRESSES) {
                    value.error("more than " + MAX_LOCAL_ADDRESSES + " local addresses; remove some");
                }
            });
        }
        pool.get("local-addresses").ifPresent(it -> {
            if (any4 && addresses.stream().noneMatch(Inet4Address.class::isInstance)) {
                it.error("the pool has servers with IPv4 addresses; add an IPv4 address");
            }
            if (any6 && addresses.stream().allMatch(Inet4Address.class::isInstance)) {
                it.error("the pool has servers with IPv6 addresses; add an IPv6 address");
            }
        });
        final PortRange ports = pool.get("local-ports").flatMap(it -> it.parsed(PortText::parseRange))
            .orElse(NatSettings.DEFAULT_PORTS);
        final boolean toa = pool.get("toa").flatMap(Value::flag).orElse(false);
        return new NatSettings(List.copyOf(addresses), ports, toa);
    }

    private Map<InetAddress, Integer> codePoints(final Set<InetAddress> vips) {
        if (mode != ForwardingMode.DSCP) {
            only(pool, "dscp", ForwardingMode.DSCP);
            return Map.of();
        }
        final Map<InetAddress, Integer> codes = new HashMap<>();
        final Map<Integer, String> used = new HashMap<>();
        final Set<String> named = new HashSet<>();
        pool.required("dscp").map(Value::namedValues).orElse(Map.of()).forEach((vip, value) -> {
            named.add(vip);
            value.integer(1, MAX_CODE_POINT).ifPresent(code -> {
                final String other = used.putIfAbsent(code, vip);
                if (other != null) {
                    value.error("code point " + code + " stands for " + other + " already; give each VIP its own");
                }
                address(value, vip).ifPresent(address -> {
                    codes.put(address, code);
                    if (!vips.contains(address)) {
                        value.error("no service of " + vip + " uses this pool; remove it");
                    }
                });
            });
        });
        pool.get("dscp").ifPresent(it -> vips.stream().map(AddressText::format).filter(vip -> !named.contains(vip))
            .filter(vip -> vips.stream().noneMatch(other -> codes.containsKey(other)
                && AddressText.format(other).equals(vip)))
            .forEach(vip -> it.error("VIP " + vip + " has no code point; add " + vip + ": 1 to 63")));
        return codes;
    }

    private static Optional<InetAddress> address(final Value value, final String text) {
        try {
            return Optional.of(AddressText.parse(text));
        } catch (final IllegalArgumentException e) {
            return value.error(e.getMessage());
        }
    }
}
