package dev.directrix.cluster.etcd;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where etcd is, and how it is spoken to.
 *
 * @param endpoints        client URLs, {@code http} or {@code https}, in the order of preference
 * @param tls              files for TLS; empty for Java's own trust and no client certificate
 * @param user             who we are; empty where etcd asks nobody
 * @param requestTimeout   time of one call over all endpoints that it tries; each gets a fair share of what is left
 * @param avoidFor         for how long an endpoint that failed is asked only after the others
 * @param maxResponseBytes longest answer and longest line of a watch; more ends the connection
 */
public record EtcdSettings(
        List<URI> endpoints,
        Optional<EtcdTls> tls,
        Optional<EtcdUser> user,
        Duration requestTimeout,
        Duration avoidFor,
        int maxResponseBytes) {
    private static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration DEFAULT_AVOID_FOR = Duration.ofSeconds(5);
    private static final int DEFAULT_MAX_RESPONSE_BYTES = 8 << 20;

    /** Checks the fields. */
    public EtcdSettings {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("etcd needs at least one endpoint");
        }
        endpoints.forEach(EtcdSettings::check);
        if (!requestTimeout.isPositive() || avoidFor.isNegative() || maxResponseBytes <= 0) {
            throw new IllegalArgumentException("etcd's time-outs and sizes must be positive");
        }
    }

    /** Plain settings: one second a call, five seconds without an endpoint that failed, answers of up to 8 MiB. */
    public static EtcdSettings of(final List<URI> endpoints) {
        return new EtcdSettings(endpoints, Optional.empty(), Optional.empty(), DEFAULT_REQUEST_TIMEOUT,
                DEFAULT_AVOID_FOR, DEFAULT_MAX_RESPONSE_BYTES);
    }

    /** These settings with TLS by these files. */
    public EtcdSettings withTls(final EtcdTls files) {
        return new EtcdSettings(endpoints, Optional.of(files), user, requestTimeout, avoidFor, maxResponseBytes);
    }

    /** These settings as this user. */
    public EtcdSettings withUser(final EtcdUser who) {
        return new EtcdSettings(endpoints, tls, Optional.of(who), requestTimeout, avoidFor, maxResponseBytes);
    }

    /** These settings with this time for a call. */
    public EtcdSettings withRequestTimeout(final Duration timeout) {
        return new EtcdSettings(endpoints, tls, user, timeout, avoidFor, maxResponseBytes);
    }

    /** These settings with this bound on answers. */
    public EtcdSettings withMaxResponseBytes(final int bytes) {
        return new EtcdSettings(endpoints, tls, user, requestTimeout, avoidFor, bytes);
    }

    private static void check(final URI endpoint) {
        final boolean web = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        final String path = endpoint.getRawPath();
        if (!web || endpoint.getHost() == null || !(path == null || path.isEmpty() || path.equals("/"))
                || endpoint.getRawQuery() != null || endpoint.getRawUserInfo() != null) {
            throw new IllegalArgumentException("not an endpoint of etcd, as http://10.0.0.1:2379 would be: " + endpoint);
        }
    }
}
