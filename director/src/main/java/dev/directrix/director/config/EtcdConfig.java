package dev.directrix.director.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where etcd is, and how to speak to it. Immutable.
 *
 * @param endpoints   client URLs, {@code http} or {@code https} with a port, in the order of preference
 * @param authority   PEM file of the authorities that sign etcd's certificates; empty: those that Java trusts
 * @param certificate PEM file of this director's certificate; empty: it has none
 * @param key         PEM file of its private key; present exactly if the certificate is
 * @param login       who this director is for etcd; empty: etcd asks nobody
 */
public record EtcdConfig(
    List<URI> endpoints, Optional<Path> authority, Optional<Path> certificate, Optional<Path> key,
    Optional<Login> login) {

    /** Freezes the list, and checks the fields. */
    public EtcdConfig {
        endpoints = List.copyOf(endpoints);
        Objects.requireNonNull(authority, "authority");
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(login, "login");
    }

    /**
     * A user of etcd.
     *
     * @param user     the name
     * @param password its password
     */
    public record Login(String user, String password) {

        /** Hides the password. */
        @Override
        public String toString() {
            return "Login[user=" + user + "]";
        }
    }
}
