package dev.directrix.lab.schedulers;

import dev.directrix.lab.schedulers.Trial.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is tried, with two servers, s1 and s2. All trials run at one director, each with a service of its own. */
final class Trials {
    private static final int CONNECTIONS = 40;
    private static final int HELD = 10;
    private static final int NETWORKS = 8;
    private static final int CLIENTS_A_NETWORK = 5;
    private static final int IN_NETWORK = 16;
    private static final int SOURCE_PORT = 20_000;
    /** First octet of a QUIC packet with a short header (RFC 9000 §17.3). */
    private static final String SHORT_HEADER = "40";

    private Trials() {
    }

    /** The trials; {@code weight} sets the weight of s1 at the running director. */
    static List<Trial> all(IntConsumer weight) {
        return List.of(
            new Trial("wrr", List.of("protocol: tcp, port: 8000"), "scheduler: wrr, " + servers(", weight: 3", ""),
                Trials::weightedTurns),
            new Trial("lc", List.of("protocol: tcp, port: 8001"), "scheduler: lc, " + servers("", ""),
                Trials::fewestConnections),
            new Trial("persistence", List.of("protocol: tcp, port: 8002, persistence: {ipv4-prefix: 28}"),
                "scheduler: rr, " + servers("", ""), Trials::networks),
            new Trial("ports", List.of("protocol: tcp, port: 8010-8019, persistence: {}"),
                "scheduler: rr, " + servers("", ""), Trials::severalPorts),
            new Trial("one-packet", List.of("protocol: udp, port: 4400, one-packet: true",
                "protocol: udp, port: 4401"), "scheduler: rr, " + servers("", ""), Trials::onePacket),
            new Trial("quic-lb", List.of("protocol: udp, port: 4433, "
                + "server-ids: [{type: quic-lb, server-id-length: 1, nonce-length: 6}]"),
                servers(", ids: [1]", ", ids: [2]"), clients -> named(clients, 4433, Trials::quicLb)),
            new Trial("quic-katran", List.of("protocol: udp, port: 4432, server-ids: [{type: katran}]"),
                servers(", ids: [1]", ", ids: [2]"), clients -> named(clients, 4432, Trials::katran)),
            // The last, since the weight that it sets is that of s1 in every pool.
            new Trial("drain", List.of("protocol: tcp, port: 8003"), "scheduler: rr, " + servers("", ""),
                clients -> drain(clients, weight)));
    }

    private static String servers(String first, String second) {
        return "servers: [{name: s1, address: 10.0.2.21" + first + "}, {name: s2, address: 10.0.2.22" + second + "}]";
    }

    private static Verdict weightedTurns(Clients clients) {
        List<String> got = clients.run(connections(8000, CONNECTIONS));
        return Verdict.of(Collections.frequency(got, "s1") == CONNECTIONS * 3 / 4 && got.size() == CONNECTIONS,
            "weights 3 and 1", Trial.counts(got));
    }

    private static Verdict fewestConnections(Clients clients) {
        List<String> got = clients.run(Stream.of(connections(8001, 6).stream(), Stream.of("close s1"),
            connections(8001, 3).stream()).flatMap(part -> part).toList());
        List<String> before = got.subList(0, 6);
        List<String> after = got.subList(6, got.size());
        return Verdict.of(Collections.frequency(before, "s1") == 3 && after.equals(List.of("s1", "s1", "s1")),
            "whoever has fewest", Trial.counts(before) + "; when those of s1 have ended: " + Trial.counts(after));
    }

    private static Verdict networks(Clients clients) {
        List<String> steps = new ArrayList<>();
        for (int client = 0; client < CLIENTS_A_NETWORK; client++) {
            for (int network = 0; network < NETWORKS; network++) {
                steps.add(Clients.tcp(network * IN_NETWORK + client, 8002));
            }
        }
        List<String> got = clients.run(steps);
        List<String> first = got.subList(0, NETWORKS);
        boolean kept = IntStream.range(0, got.size()).allMatch(at -> got.get(at).equals(first.get(at % NETWORKS)));
        return Verdict.of(kept && Collections.frequency(first, "s1") == NETWORKS / 2,
            "a network of clients at one server, networks by turns",
            Trial.counts(first) + " networks; " + Trial.counts(got) + " connections");
    }

    private static Verdict severalPorts(Clients clients) {
        List<String> steps = new ArrayList<>();
        for (int port = 8010; port < 8020; port++) {
            for (int client = 0; client < 6; client++) {
                steps.add(Clients.tcp(client, port));
            }
        }
        List<String> got = clients.run(steps);
        boolean kept = IntStream.range(0, got.size()).allMatch(at -> got.get(at).equals(got.get(at % 6)));
        return Verdict.of(kept && Collections.frequency(got, "s1") == got.size() / 2,
            "ten ports are one service: a client at one server", Trial.counts(got.subList(0, 6)) + " clients; "
                + Trial.counts(got) + " connections");
    }

    private static Verdict onePacket(Clients clients) {
        List<String> spread = clients.run(Collections.nCopies(CONNECTIONS, Clients.udp(0, SOURCE_PORT, 4400, "00")));
        List<String> flow = clients.run(Collections.nCopies(CONNECTIONS, Clients.udp(0, SOURCE_PORT, 4401, "00")));
        return Verdict.of(Collections.frequency(spread, "s1") == CONNECTIONS / 2 && Set.copyOf(flow).size() == 1,
            "datagrams of one flow by turns", Trial.counts(spread) + "; where flows are remembered: "
                + Trial.counts(flow));
    }

    /** Datagrams whose connection ids name a server arrive there, whoever sends them; others go by the flow. */
    private static Verdict named(Clients clients, int port, Function<Integer, String> payload) {
        List<String> toFirst = clients.run(datagrams(SOURCE_PORT, port, payload.apply(1)));
        List<String> toSecond = clients.run(datagrams(SOURCE_PORT, port, payload.apply(2)));
        List<String> toNobody = clients.run(datagrams(SOURCE_PORT + CONNECTIONS, port, payload.apply(9)));
        return Verdict.of(all(toFirst, "s1") && all(toSecond, "s2") && new HashSet<>(toNobody).size() == 2,
            "whatever the client's address, " + CONNECTIONS + " each", "id 1: " + Trial.counts(toFirst) + "; id 2: "
                + Trial.counts(toSecond) + "; id that nobody has: " + Trial.counts(toNobody));
    }

    /** Configuration 0 in the clear: first octet, server id, nonce (draft-ietf-quic-load-balancers §5). */
    private static String quicLb(int id) {
        return SHORT_HEADER + "07" + octet(id) + "a1b2c3d4e5f6" + "0011223344";
    }

    /** Katran's version 1: two bits 01, 16 bits of server, the rest the server's own. */
    private static String katran(int id) {
        return SHORT_HEADER + octet(0x40 | id >> 10) + octet(id >> 2) + octet(id << 6) + "c3d4e5f607" + "0011223344";
    }

    private static Verdict drain(Clients clients, IntConsumer weight) {
        List<String> later = new ArrayList<>();
        List<String> held = clients.around(connections(8003, HELD), () -> {
            weight.accept(0);
            later.addAll(clients.run(connections(8003, HELD)));
        });
        List<String> before = held.subList(0, HELD);
        return Verdict.of(before.equals(held.subList(HELD, held.size()))
                && Collections.frequency(before, "s1") == HELD / 2 && all(later, "s2"),
            "with weight 0 no new ones at s1, the old ones stay", "before " + Trial.counts(before)
                + ", all answered again; afterwards " + Trial.counts(later));
    }

    private static List<String> connections(int port, int count) {
        return IntStream.range(0, count).mapToObj(client -> Clients.tcp(client, port)).toList();
    }

    private static List<String> datagrams(int sourcePort, int port, String payload) {
        return IntStream.range(0, CONNECTIONS)
            .mapToObj(client -> Clients.udp(client, sourcePort + client, port, payload)).toList();
    }

    private static boolean all(List<String> servers, String name) {
        return !servers.isEmpty() && servers.stream().allMatch(name::equals);
    }

    private static String octet(int value) {
        return String.format(Locale.ROOT, "%02x", value & 0xff);
    }
}
