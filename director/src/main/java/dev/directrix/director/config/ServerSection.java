package dev.directrix.director.config;

import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.ServerId;
import dev.directrix.forwarder.service.ServerIdRule;
import dev.directrix.forwarder.service.ServerSettings;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the servers of one pool, as far as they have to suit its mode and the services that use it. */
final class ServerSection {

    private static final int MAX_CONNECTIONS = 1_000_000_000;
    private static final int KATRAN_BYTES = 4;
    private static final int STABLE_BYTES = 3;

    private final ForwardingMode mode;
    private final List<PoolUse> users;
    private final Map<ServerId, Integer> ids = new HashMap<>();

    ServerSection(final ForwardingMode mode, final List<PoolUse> users) {
        this.mode = mode;
        this.users = users;
    }

    /** Whether a server of this address can serve the VIPs that use the pool. */
    Optional<InetAddress> suitable(final Value value, final InetAddress server) {
        final boolean ipv4 = server instanceof Inet4Address;
        if (mode == ForwardingMode.MINIMAL && !ipv4) {
            return value.error("minimal encapsulation is IPv4 in IPv4 (RFC 2004); use ipip, gre or gue");
        }
        for (final PoolUse use : users) {
            final boolean vip4 = use.vip() instanceof Inet4Address;
            if (vip4 != ipv4 && !mode.mixesFamilies()) {
                return value.error(AddressText.format(server) + " cannot serve VIP " + AddressText.format(use.vip())
                    + ": " + mode + " needs server and VIP of one IP version; use ipip, gre, gue or fullnat");
            }
        }
        return Optional.of(server);
    }

    ServerSettings settings(final Section server) {
        final int upper = server.get("max-connections").flatMap(it -> it.integer(1, MAX_CONNECTIONS))
            .orElse(ServerSettings.NO_LIMIT);
        final int lower = server.get("resume-connections").flatMap(it -> it.integer(1, MAX_CONNECTIONS)
                .flatMap(number -> number <= upper ? Optional.of(number) : it.error("resume-connections " + number
                    + " is above max-connections " + (upper == 0 ? "(not set)" : upper) + "; lower it")))
            .orElse(ServerSettings.NO_LIMIT);
        return new ServerSettings(port(server), upper, lower, ids(server));
    }

    private int port(final Section server) {
        final Optional<Value> given = server.get("port");
        final Optional<Integer> port = given.flatMap(it -> it.parsed(AddressText::parsePort));
        if (port.isPresent() && !mode.mapsPorts()) {
            given.get().error(mode + " cannot map ports: the server gets packets for the port that the client used; "
                + "remove the port, or use nat or fullnat");
            return ServerSettings.SAME_PORT;
        }
        for (final PoolUse use : users) {
            if (port.isPresent() && !use.service().ports().isSingle()) {
                given.get().error("service " + use.service().ports() + " of VIP " + AddressText.format(use.vip())
                    + " has several ports, which cannot all become one; remove the port, or give that service a pool"
                    + " of its own");
                return ServerSettings.SAME_PORT;
            }
        }
        return port.orElse(ServerSettings.SAME_PORT);
    }

    private List<ServerId> ids(final Section server) {
        final List<ServerId> result = new ArrayList<>();
        for (final Value item : server.items("ids")) {
            item.parsed(ServerSection::id).ifPresent(id -> {
                final Integer line = ids.putIfAbsent(id, item.position().line());
                if (line != null) {
                    item.error("server id 0x" + id + " of this pool is already in line " + line
                        + "; give each server its own");
                } else if (longest() == 0) {
                    item.error("no service of this pool reads server ids; add server-ids to a service, or remove it");
                } else if (id.bytes() > longest()) {
                    item.error("server id 0x" + id + " has " + id.bytes() + " octets, more than the packets of any "
                        + "service of this pool carry; shorten it, or see the services' server-ids");
                }
                result.add(id);
            });
        }
        return result;
    }

    private int longest() {
        return users.stream().flatMap(use -> use.service().settings().serverIdRules().stream())
            .mapToInt(rule -> switch (rule) {
                case ServerIdRule.QuicLb lb -> lb.serverIdLength();
                case ServerIdRule.KatranQuic _ -> KATRAN_BYTES;
                case ServerIdRule.StableRouting _ -> STABLE_BYTES;
            }).max().orElse(0);
    }

    private static ServerId id(final String text) {
        if (text.matches("0x[0-9A-Fa-f]{1,30}")) {
            return ServerId.ofHex(text.substring(2));
        }
        if (text.matches("\\d{1,18}")) {
            return ServerId.of(Long.parseLong(text));
        }
        throw new IllegalArgumentException(
            "'" + text + "' is not a server id; write a number, or 0x and up to 30 hexadecimal digits");
    }
}
