package dev.directrix.director.reconcile;

import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.DurationText;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.NatSettings;
import dev.directrix.forwarder.service.OuterSource;
import dev.directrix.forwarder.service.Persistence;
import dev.directrix.forwarder.service.Scheduling;
import dev.directrix.forwarder.service.ServerId;
import dev.directrix.forwarder.service.ServerIdRule;
import dev.directrix.forwarder.service.ServerSettings;
import dev.directrix.forwarder.service.ServiceSettings;
import dev.directrix.forwarder.service.TunnelSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Settings of pools, servers and services as the configuration has them, by key. Pure functions. */
final class SettingsText {

    private static final String UNSET = "unset";

    private SettingsText() {
    }

    static Map<String, String> of(final Forwarding it) {
        final Map<String, String> all = new LinkedHashMap<>();
        final TunnelSettings tunnel = it.tunnel();
        final NatSettings nat = it.nat();
        all.put("forwarding", it.mode().toString());
        all.put("tunnel source", list(Stream.of(tunnel.source4(), tunnel.source6()).flatMap(Optional::stream).toList(),
            OuterSource::toString));
        all.put("tunnel port", Integer.toString(tunnel.port()));
        all.put("tunnel variant", tunnel.variant().toString());
        all.put("tunnel key", tunnel.greKey().isPresent()
            ? Integer.toUnsignedString(tunnel.greKey().getAsInt()) : UNSET);
        all.put("tunnel mtu", tunnel.mtu().isPresent() ? Integer.toString(tunnel.mtu().getAsInt()) : UNSET);
        all.put("local-addresses", list(nat.localAddresses(), AddressText::format));
        all.put("local-ports", nat.ports().toString());
        all.put("toa", Boolean.toString(nat.toa()));
        all.put("dscp", list(it.codePoints().entrySet(),
            entry -> AddressText.format(entry.getKey()) + ": " + entry.getValue()));
        return all;
    }

    static Map<String, String> of(final Scheduling it) {
        final Map<String, String> all = new LinkedHashMap<>();
        all.put("scheduler", it.kind().toString());
        all.put("scheduler-flags", list(Stream.of(it.fallback() ? "fallback" : "", it.hashPort() ? "port" : "")
            .filter(flag -> !flag.isEmpty()).toList(), Function.identity()));
        return all;
    }

    static Map<String, String> of(final ServerSettings it) {
        final Map<String, String> all = new LinkedHashMap<>();
        all.put("port", number(it.port()));
        all.put("max-connections", number(it.upper()));
        all.put("resume-connections", number(it.lower()));
        all.put("ids", list(it.ids(), SettingsText::id));
        return all;
    }

    static Map<String, String> of(final ServiceSettings it) {
        final Map<String, String> all = new LinkedHashMap<>();
        all.put("group", it.group().orElse(UNSET));
        all.put("persistence", it.persistence().map(SettingsText::persistence).orElse(UNSET));
        all.put("one-packet", Boolean.toString(it.onePacket()));
        all.put("timeout tcp", duration(it.timeouts().tcp()));
        all.put("timeout udp", duration(it.timeouts().udp()));
        all.put("timeout closing", duration(it.timeouts().closing()));
        all.put("timeout handshake", duration(it.timeouts().handshake()));
        all.put("timeout half-closed", duration(it.timeouts().halfClosed()));
        all.put("timeout syn", duration(it.timeouts().syn()));
        all.put("oversize", it.oversize().toString());
        all.put("on-dead-server", it.deadServer().toString());
        all.put("server-ids", list(it.serverIdRules(), SettingsText::rule));
        return all;
    }

    private static String id(final ServerId id) {
        return "0x" + id;
    }

    private static String persistence(final Persistence it) {
        return DurationText.format(it.timeout()) + " by /" + it.length4() + " and /" + it.length6();
    }

    private static String rule(final ServerIdRule rule) {
        return switch (rule) {
            case ServerIdRule.QuicLb lb -> "quic-lb rotation " + lb.rotation() + " of " + lb.serverIdLength() + "+"
                + lb.nonceLength() + " octets" + lb.key().map(_ -> ", encrypted").orElse("");
            case ServerIdRule.KatranQuic _ -> "katran";
            case ServerIdRule.StableRouting _ -> "stable-routing";
        };
    }

    private static String duration(final Optional<Duration> it) {
        return it.map(DurationText::format).orElse(UNSET);
    }

    private static String number(final int it) {
        return it == 0 ? UNSET : Integer.toString(it);
    }

    private static <T> String list(final Collection<T> items, final Function<T, String> text) {
        return items.isEmpty() ? UNSET : items.stream().map(text).sorted().collect(Collectors.joining(", "));
    }
}
