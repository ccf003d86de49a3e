package dev.directrix.director.config;

import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.ServerSettings;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code check} of a pool. */
final class CheckSection {

    private static final Duration MIN_INTERVAL = Duration.ofMillis(100);
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(10);
    private static final Duration MAX_TIME = Duration.ofHours(1);
    private static final int MAX_COUNT = 100;

    private enum Type { TCP, HTTP }

    private CheckSection() {
    }

    static Optional<CheckConfig> read(
        final Value value, final List<ServerConfig> servers, final List<PoolUse> users) {
        return value.section().flatMap(section -> {
            final Optional<Type> type = section.required("type")
                .flatMap(it -> it.oneOf(Map.of("tcp", Type.TCP, "http", Type.HTTP), Set.of()));
            final Optional<Integer> port = port(section, servers, users);
            final CheckTiming timing = timing(section);
            final String path = section.get("path").flatMap(CheckSection::path).orElse("/");
            final Optional<String> host = section.get("host").flatMap(CheckSection::host);
            if (type.isPresent() && type.get() == Type.TCP) {
                onlyWithHttp(section, "path");
                onlyWithHttp(section, "host");
            }
            if (type.isEmpty() || port.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(type.get() == Type.TCP
                ? new CheckConfig.Tcp(port.get(), timing)
                : new CheckConfig.Http(port.get(), path, host, timing));
        });
    }

    private static Optional<Integer> port(
        final Section section, final List<ServerConfig> servers, final List<PoolUse> users) {
        final Optional<Value> given = section.get("port");
        if (given.isPresent()) {
            return given.get().parsed(AddressText::parsePort);
        }
        final Set<PortRange> ports = new LinkedHashSet<>();
        for (final ServerConfig server : servers) {
            final int own = server.settings().port();
            if (own == ServerSettings.SAME_PORT) {
                users.forEach(use -> ports.add(use.service().ports()));
            } else {
                ports.add(PortRange.of(own));
            }
        }
        if (ports.size() > 1 || ports.stream().anyMatch(port -> !port.isSingle())) {
            final String list = ports.stream().sorted(Comparator.comparingInt(PortRange::first))
                .map(PortRange::toString).collect(Collectors.joining(", "));
            return section.whole().error("services of this pool use the ports " + list
                + "; add 'port' to say which one is checked");
        }
        return ports.stream().map(PortRange::first).findFirst();
    }

    private static CheckTiming timing(final Section section) {
        final Duration interval = section.get("interval").flatMap(it -> it.duration(MIN_INTERVAL, MAX_TIME))
            .orElse(CheckConfig.DEFAULT_INTERVAL);
        final Optional<Value> given = section.get("timeout");
        final Duration timeout = given.flatMap(it -> it.duration(MIN_TIMEOUT, MAX_TIME))
            .orElse(CheckConfig.DEFAULT_TIMEOUT);
        if (timeout.compareTo(interval) >= 0) {
            final String relation = "timeout " + DurationText.format(timeout) + " is not shorter than the interval "
                + DurationText.format(interval) + "; ";
            given.or(() -> section.get("interval"))
                .ifPresent(it -> it.error(relation + "shorten the timeout or lengthen the interval"));
        }
        final int rise = section.get("rise").flatMap(it -> it.integer(1, MAX_COUNT))
            .orElse(CheckConfig.DEFAULT_RISE);
        final int fall = section.get("fall").flatMap(it -> it.integer(1, MAX_COUNT))
            .orElse(CheckConfig.DEFAULT_FALL);
        return new CheckTiming(interval, timeout, rise, fall);
    }

    /** A request target in origin form (RFC 9112 section 3.2.1): nothing that could end the request line. */
    private static Optional<String> path(final Value value) {
        return value.text().flatMap(text -> text.matches("/[\\x21-\\x7e]*")
            ? Optional.of(text)
            : value.error("'" + text + "' is not a path; begin it with '/' and use no blanks"));
    }

    private static Optional<String> host(final Value value) {
        return value.text().flatMap(text -> text.matches("[\\x21-\\x7e]{1,255}")
            ? Optional.of(text)
            : value.error("'" + text + "' is not a host; write a name without blanks"));
    }

    private static void onlyWithHttp(final Section section, final String key) {
        section.get(key).ifPresent(it -> it.error("a tcp check has no " + key + "; remove it or use type: http"));
    }
}
