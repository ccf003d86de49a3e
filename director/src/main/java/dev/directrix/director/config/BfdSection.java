package dev.directrix.director.config;

import dev.directrix.bgp.bfd.BfdAuthType;
import dev.directrix.bgp.bfd.BfdAuthentication;
import dev.directrix.bgp.bfd.BfdSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code bfd} of a neighbor. */
final class BfdSection {

    private static final Duration MIN_INTERVAL = Duration.ofMillis(50);
    private static final Map<String, BfdAuthType> TYPES =
        Arrays.stream(BfdAuthType.values()).collect(Collectors.toMap(BfdAuthType::text, type -> type));
    private static final int MAX_TTL = 255;
    private static final String WRITE_KEY = "write the BFD key that the router has into it";

    private final SecretFile secrets;

    BfdSection(final SecretFile secrets) {
        this.secrets = secrets;
    }

    /**
     * Reads it.
     *
     * @param hops how many hops away the BGP session expects the router to be; empty: on our link
     */
    Optional<BfdSettings> read(final Value value, final Optional<Integer> hops) {
        return value.section().map(section -> {
            final Duration interval = section.get("interval")
                .flatMap(it -> it.duration(MIN_INTERVAL, BfdSettings.MAX_INTERVAL))
                .orElse(BfdSettings.DEFAULT_INTERVAL);
            final int multiplier = section.get("multiplier").flatMap(it -> it.integer(1, 255))
                .orElse(BfdSettings.DEFAULT_MULTIPLIER);
            final boolean multihop = section.get("multihop").flatMap(Value::flag).orElse(hops.isPresent());
            final int minTtl = section.get("min-ttl").flatMap(it -> minTtl(it, multihop))
                .orElse(hops.map(count -> MAX_TTL + 1 - count).orElse(BfdSettings.DEFAULT_MIN_TTL));
            final BfdSettings settings = BfdSettings.of(interval, multiplier)
                .withAuthentication(section.get("auth").flatMap(this::authentication));
            return multihop ? settings.withMultihop(minTtl) : settings;
        });
    }

    private static Optional<Integer> minTtl(final Value value, final boolean multihop) {
        return multihop ? value.integer(1, MAX_TTL)
            : value.error("a single hop leaves TTL 255 and nothing less; add multihop: true or remove 'min-ttl'");
    }

    private Optional<BfdAuthentication> authentication(final Value value) {
        return value.section().flatMap(section -> {
            final Optional<BfdAuthType> type = section.required("type").flatMap(it -> it.oneOf(TYPES, Set.of()));
            final int keyId = section.get("key-id").flatMap(it -> it.integer(0, 255)).orElse(1);
            final Optional<Value> file = section.required("key-file");
            return type.flatMap(kind -> file.flatMap(it ->
                secrets.read(it, WRITE_KEY, text -> BfdAuthentication.of(kind, keyId, text))));
        });
    }
}
