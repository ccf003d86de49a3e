package dev.directrix.director.config;

import dev.directrix.forwarder.service.AesKey;
import dev.directrix.forwarder.service.DeadServerPolicy;
import dev.directrix.forwarder.service.OversizePolicy;
import dev.directrix.forwarder.service.Persistence;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.ServerIdRule;
import dev.directrix.forwarder.service.ServiceSettings;
import dev.directrix.forwarder.service.ServiceTimeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads how the flows of a service are treated. */
final class ServiceSection {

    private static final Map<String, OversizePolicy> OVERSIZE = Arrays.stream(OversizePolicy.values())
        .collect(Collectors.toMap(OversizePolicy::toString, Function.identity()));
    private static final Map<String, DeadServerPolicy> DEAD_SERVER = Arrays.stream(DeadServerPolicy.values())
        .collect(Collectors.toMap(DeadServerPolicy::toString, Function.identity()));
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST_PERSISTENCE = Duration.ofDays(31);
    private static final int LENGTH_4 = 32;
    private static final int LENGTH_6 = 128;
    private static final int MAX_ROTATION = 6;
    private static final int MIN_NONCE = 4;
    private static final int MAX_NONCE = 18;
    private static final int MAX_SERVER_ID = 15;
    private static final String MAKE_KEY = "make one with 'openssl rand -hex 16' and give it to every QUIC server";

    private enum IdType { QUIC_LB, KATRAN, STABLE_ROUTING }

    private static final List<String> TCP_TIMES = List.of("tcp", "closing", "handshake", "half-closed", "syn");

    private final SecretFile secrets;

    ServiceSection(final SecretFile secrets) {
        this.secrets = secrets;
    }

    ServiceSettings read(final Section service, final Protocol protocol) {
        final Optional<String> group = service.get("group").flatMap(Value::name);
        final Optional<Persistence> persistence = service.get("persistence").flatMap(Value::section)
            .flatMap(ServiceSection::persistence);
        final boolean onePacket = service.get("one-packet").flatMap(it -> it.flag().flatMap(on ->
            on && protocol != Protocol.UDP ? it.error("only udp is scheduled by the packet; remove it")
                : Optional.of(on))).orElse(false);
        final OversizePolicy oversize = service.get("oversize").flatMap(it -> it.oneOf(OVERSIZE, Set.of())
            .flatMap(policy -> policy == OversizePolicy.MSS_CLAMP && protocol != Protocol.TCP
                ? it.error("only tcp has an MSS; use too-big") : Optional.of(policy)))
            .orElse(OversizePolicy.TOO_BIG);
        final DeadServerPolicy deadServer = service.get("on-dead-server")
            .flatMap(it -> it.oneOf(DEAD_SERVER, Set.of())).orElse(DeadServerPolicy.MOVE);
        return new ServiceSettings(group, persistence, onePacket, timeouts(service, protocol), oversize, deadServer,
            serverIds(service, protocol));
    }

    private static Optional<Persistence> persistence(final Section section) {
        final Duration timeout = section.get("timeout").flatMap(it -> it.duration(SECOND, LONGEST_PERSISTENCE))
            .orElse(Persistence.DEFAULT_TIMEOUT);
        final int length4 = section.get("ipv4-prefix").flatMap(it -> it.integer(1, LENGTH_4)).orElse(LENGTH_4);
        final int length6 = section.get("ipv6-prefix").flatMap(it -> it.integer(1, LENGTH_6)).orElse(LENGTH_6);
        return Optional.of(new Persistence(timeout, length4, length6));
    }

    private static ServiceTimeouts timeouts(final Section service, final Protocol protocol) {
        final Optional<Section> section = service.get("timeouts").flatMap(Value::section);
        if (section.isEmpty()) {
            return ServiceTimeouts.DEFAULT;
        }
        final List<String> others = protocol == Protocol.TCP ? List.of("udp") : TCP_TIMES;
        for (final String other : others) {
            section.get().get(other).ifPresent(it ->
                it.error("a " + protocol + " service has no timeout '" + other + "'; remove it"));
        }
        return new ServiceTimeouts(timeout(section.get(), "tcp"), timeout(section.get(), "udp"),
            timeout(section.get(), "closing"), timeout(section.get(), "handshake"),
            timeout(section.get(), "half-closed"),
            section.get().get("syn").flatMap(it -> it.duration(SECOND, FlowsConfig.LONGEST_SYN)));
    }

    private static Optional<Duration> timeout(final Section section, final String key) {
        return section.get(key).flatMap(it -> it.duration(SECOND, DAY));
    }

    private List<ServerIdRule> serverIds(final Section service, final Protocol protocol) {
        final List<ServerIdRule> rules = new ArrayList<>();
        final Set<Object> seen = new HashSet<>();
        for (final Value item : service.items("server-ids")) {
            item.section().flatMap(this::serverId).ifPresent(rule -> {
                final Object kind = rule instanceof ServerIdRule.QuicLb lb ? lb.rotation() : rule.getClass();
                if (!seen.add(kind)) {
                    item.error(rule instanceof ServerIdRule.QuicLb lb
                        ? "rotation " + lb.rotation() + " is given twice; give each configuration its own"
                        : "this type is given twice; remove one of the two");
                }
                rules.add(rule);
            });
        }
        if (protocol != Protocol.UDP) {
            service.get("server-ids").ifPresent(it -> it.error("only udp packets name their server; remove it"));
        }
        return rules;
    }

    private Optional<ServerIdRule> serverId(final Section section) {
        final Optional<IdType> type = section.required("type").flatMap(it -> it.oneOf(Map.of(
            "quic-lb", IdType.QUIC_LB, "katran", IdType.KATRAN, "stable-routing", IdType.STABLE_ROUTING), Set.of()));
        if (type.isPresent() && type.get() != IdType.QUIC_LB) {
            for (final String key : List.of("rotation", "server-id-length", "nonce-length", "key-file")) {
                section.get(key).ifPresent(it -> it.error("'" + key + "' belongs to quic-lb; remove it"));
            }
        }
        return type.flatMap(it -> switch (it) {
            case KATRAN -> Optional.of(new ServerIdRule.KatranQuic());
            case STABLE_ROUTING -> Optional.of(new ServerIdRule.StableRouting());
            case QUIC_LB -> quicLb(section);
        });
    }

    private Optional<ServerIdRule> quicLb(final Section section) {
        final int rotation = section.get("rotation").flatMap(it -> it.integer(0, MAX_ROTATION)).orElse(0);
        final Optional<Integer> idLength = section.required("server-id-length")
            .flatMap(it -> it.integer(1, MAX_SERVER_ID));
        final Optional<Value> nonce = section.required("nonce-length");
        final Optional<Integer> nonceLength = nonce.flatMap(it -> it.integer(MIN_NONCE, MAX_NONCE)
            .flatMap(length -> length + idLength.orElse(0) <= ServerIdRule.QuicLb.MAX_LENGTH
                ? Optional.of(length)
                : it.error("server id and nonce have " + (length + idLength.orElse(0)) + " octets together; a QUIC "
                    + "connection id has room for 19: shorten one")));
        final Optional<Value> keyFile = section.get("key-file");
        final Optional<AesKey> key = keyFile.flatMap(it ->
            secrets.read(it, MAKE_KEY, AesKey::ofHex));
        if (idLength.isEmpty() || nonceLength.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ServerIdRule.QuicLb(rotation, idLength.get(), nonceLength.get(), key));
    }
}
