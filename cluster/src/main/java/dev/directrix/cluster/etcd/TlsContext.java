package dev.directrix.cluster.etcd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes Java's TLS context from PEM files (RFC 7468). */
final class TlsContext {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private TlsContext() {
    }

    /**
     * Reads the files.
     *
     * @throws IllegalArgumentException if a file cannot be read or does not hold what it should, with its path
     */
    static SSLContext of(final EtcdTls files) {
        try {
            final TrustManager[] trust = files.authority().isPresent() ? trust(files.authority().get()) : null;
            final KeyManager[] keys = files.certificate().isPresent() && files.key().isPresent()
                    ? keys(files.certificate().get(), files.key().get()) : null;
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (final GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("TLS for etcd cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trust(final Path authority) throws GeneralSecurityException, IOException {
        final KeyStore store = emptyStore();
        final List<Certificate> certificates = certificates(authority);
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("authority-" + i, certificates.get(i));
        }
        final TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(final Path certificate, final Path key)
            throws GeneralSecurityException, IOException {
        final KeyStore store = emptyStore();
        store.setKeyEntry("client", privateKey(key), new char[0],
                certificates(certificate).toArray(Certificate[]::new));
        final KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        final KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(final Path file) throws GeneralSecurityException, IOException {
        final List<Certificate> certificates = new ArrayList<>(CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(read(file))));
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(file + " holds no certificate (PEM)");
        }
        return certificates;
    }

    private static PrivateKey privateKey(final Path file) throws GeneralSecurityException, IOException {
        final Matcher pem = PKCS8.matcher(new String(read(file), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new IllegalArgumentException(file + " holds no private key in PKCS#8 without a password;"
                    + " 'openssl pkcs8 -topk8 -nocrypt' makes one");
        }
        final PKCS8EncodedKeySpec encoded;
        try {
            encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " holds a private key that is not base64", e);
        }
        return KEY_ALGORITHMS.stream().flatMap(algorithm -> decoded(algorithm, encoded).stream()).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        file + " holds a private key of none of " + KEY_ALGORITHMS));
    }

    /** The key, if it is of this algorithm: only the algorithm's own factory can tell. */
    private static Optional<PrivateKey> decoded(final String algorithm, final PKCS8EncodedKeySpec encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
        } catch (final InvalidKeySpecException e) {
            return Optional.empty();
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java lacks " + algorithm, e);
        }
    }

    private static byte[] read(final Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(file + " cannot be read");
        }
        return Files.readAllBytes(file);
    }
}
