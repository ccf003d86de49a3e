package dev.directrix.cluster.etcd;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The files for TLS towards etcd, all PEM. They are read once, when the client is made.
 *
 * @param authority   certificates of the authorities that sign etcd's; empty for those that Java trusts
 * @param certificate this client's certificate, with its chain; empty for none
 * @param key         its private key, PKCS#8 without a password; present exactly if the certificate is
 */
public record EtcdTls(Optional<Path> authority, Optional<Path> certificate, Optional<Path> key) {

    /** Checks that certificate and key come together. */
    public EtcdTls {
        Objects.requireNonNull(authority, "authority");
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("a client's certificate and its key are given together or not at all");
        }
    }
}
