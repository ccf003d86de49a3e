package dev.directrix.director.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the keys of {@code cluster} that are about etcd. */
final class EtcdSection {

    private static final String WRITE_PASSWORD = "write the password that the user has in etcd into it";
    private static final int MAX_PORT = 65_535;

    private final SecretFile secrets;

    EtcdSection(final SecretFile secrets) {
        this.secrets = secrets;
    }

    /** Of the section {@code cluster}. */
    Optional<EtcdConfig> read(final Section section) {
        section.required("etcd");
        final List<URI> endpoints = endpoints(section.items("etcd"));
        final boolean encrypted = endpoints.stream().anyMatch(EtcdSection::isEncrypted);
        final Optional<Path> authority = file(section, "etcd-ca", false, encrypted);
        final Optional<Path> certificate = file(section, "etcd-cert", false, encrypted);
        final Optional<Path> key = file(section, "etcd-key", true, encrypted);
        together(section, "etcd-cert", "etcd-key");
        final Optional<EtcdConfig.Login> login = login(section, endpoints);
        return endpoints.isEmpty() ? Optional.empty()
            : Optional.of(new EtcdConfig(endpoints, authority, certificate, key, login));
    }

    private static List<URI> endpoints(final List<Value> items) {
        final List<URI> endpoints = new ArrayList<>();
        final Set<URI> seen = new HashSet<>();
        for (final Value item : items) {
            item.parsed(EtcdSection::endpoint).ifPresent(endpoint -> {
                if (seen.add(endpoint)) {
                    endpoints.add(endpoint);
                } else {
                    item.error(endpoint + " is listed twice; remove one of the two");
                }
            });
        }
        return endpoints;
    }

    /**
     * Reads a client URL of etcd.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    private static URI endpoint(final String text) {
        try {
            final URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            final boolean web = "http".equals(uri.getScheme()) || isEncrypted(uri);
            final boolean bare = uri.getRawUserInfo() == null && uri.getRawQuery() == null
                && uri.getRawFragment() == null && (uri.getRawPath() == null || uri.getRawPath().isEmpty());
            if (web && bare && uri.getHost() != null && uri.getPort() >= 1 && uri.getPort() <= MAX_PORT) {
                return uri;
            }
        } catch (final URISyntaxException e) {
            throw refused(text);
        }
        throw refused(text);
    }

    private static IllegalArgumentException refused(final String text) {
        return new IllegalArgumentException("'" + text
            + "' is not where clients find etcd; write it as http://10.0.1.5:2379 or https://etcd1.example.net:2379");
    }

    private static boolean isEncrypted(final URI endpoint) {
        return "https".equals(endpoint.getScheme());
    }

    private Optional<Path> file(
        final Section section, final String key, final boolean secret, final boolean encrypted) {
        return section.get(key).flatMap(value -> encrypted
            ? secrets.present(value, secret)
            : value.error("no URL of 'etcd' begins with https; use https there, or remove '" + key + "'"));
    }

    private static void together(final Section section, final String one, final String other) {
        if (section.get(one).isPresent() && section.get(other).isEmpty()) {
            section.get(one).get().error("it needs '" + other + "' beside it; add it");
        } else if (section.get(other).isPresent() && section.get(one).isEmpty()) {
            section.get(other).get().error("it needs '" + one + "' beside it; add it");
        }
    }

    private Optional<EtcdConfig.Login> login(final Section section, final List<URI> endpoints) {
        together(section, "etcd-user", "etcd-password-file");
        final Optional<String> user = section.get("etcd-user").flatMap(Value::text);
        final Optional<String> password = section.get("etcd-password-file")
            .flatMap(it -> secrets.read(it, WRITE_PASSWORD, text -> text));
        if (user.isPresent() && endpoints.stream().anyMatch(endpoint -> !isEncrypted(endpoint))) {
            section.get("etcd-user").get().warn("the password goes over the network in clear text; use https URLs");
        }
        return user.flatMap(name -> password.map(it -> new EtcdConfig.Login(name, it)));
    }
}
