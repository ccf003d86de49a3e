package dev.directrix.cluster.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The secret that all directors of a cluster have in a file. Keys for use are derived from it (HKDF-SHA-256, RFC 5869),
 * another for each cluster's name. Immutable; shows itself nowhere.
 */
public final class ClusterKey {

    /** Fewest octets of a secret. */
    public static final int MIN_OCTETS = 16;

    private static final int MAX_FILE_OCTETS = 4096;
    private static final int MIN_DISTINCT_OCTETS = 8;
    private static final int MAC_KEY_OCTETS = 32;
    private static final int FINGERPRINT_OCTETS = 8;
    private static final String HOW_TO_MAKE = "make one with 'head -c 32 /dev/urandom | base64' and give it to all";
    private static final Set<PosixFilePermission> TOO_OPEN =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final byte[] secret;

    private ClusterKey(final byte[] secret) {
        this.secret = secret;
    }

    /**
     * Reads a file with the secret in hex, in base64 or as it is.
     *
     * @throws UncheckedIOException     if the file cannot be read
     * @throws IllegalArgumentException if every user may read or write it, or the secret is too short or too plain
     */
    public static ClusterKey read(final Path file) {
        try {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(TOO_OPEN::contains)) {
                throw new IllegalArgumentException(
                        file + " is open to every user of this machine; run 'chmod o= " + file + "', and replace it");
            }
            try (InputStream in = Files.newInputStream(file)) {
                final byte[] octets = in.readNBytes(MAX_FILE_OCTETS + 1);
                if (octets.length > MAX_FILE_OCTETS) {
                    throw new IllegalArgumentException(file + " is longer than " + MAX_FILE_OCTETS + " octets");
                }
                return parse(octets);
            } catch (final IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("the cluster's key file " + file + " cannot be read", e);
        }
    }

    /**
     * Takes the contents of a key file: hex, base64, or else the octets themselves. White space around it does not
     * count.
     *
     * @throws IllegalArgumentException if it is too short or too plain; the message does not show it
     */
    public static ClusterKey parse(final byte[] contents) {
        final byte[] secret = decode(contents);
        if (secret.length < MIN_OCTETS) {
            throw new IllegalArgumentException("the cluster's key has " + secret.length + " octets, fewer than "
                    + MIN_OCTETS + "; " + HOW_TO_MAKE);
        }
        final boolean[] seen = new boolean[256];
        int distinct = 0;
        for (final byte octet : secret) {
            if (!seen[octet & 0xff]) {
                seen[octet & 0xff] = true;
                distinct++;
            }
        }
        if (distinct < MIN_DISTINCT_OCTETS) {
            throw new IllegalArgumentException("the cluster's key can be guessed: it has only " + distinct
                    + " different octets; " + HOW_TO_MAKE);
        }
        return new ClusterKey(secret);
    }

    /** The keys of a cluster of that name. */
    public LinkKey forCluster(final String cluster) {
        final byte[] id = sha256().digest(cluster.getBytes(StandardCharsets.UTF_8)); // without the secret: see BAD_MAC
        final byte[] mac = derive("directrix link mac " + cluster, MAC_KEY_OCTETS);
        return new LinkKey(cluster, ByteBuffer.wrap(id).getLong(), mac);
    }

    /** By which directors compare their keys of a cluster of that name; tells nothing of the secret. */
    public String fingerprint(final String cluster) {
        return HexFormat.of().formatHex(derive("directrix key fingerprint " + cluster, FINGERPRINT_OCTETS));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private byte[] derive(final String purpose, final int length) {
        try {
            return KDF.getInstance("HKDF-SHA256").deriveData(HKDFParameterSpec.ofExtract()
                    .addIKM(secret).thenExpand(purpose.getBytes(StandardCharsets.UTF_8), length));
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HKDF-SHA256", e);
        }
    }

    private static byte[] decode(final byte[] contents) {
        final String text = new String(contents, StandardCharsets.ISO_8859_1).strip();
        if (text.length() >= 2 * MIN_OCTETS && text.length() % 2 == 0
                && text.chars().allMatch(HexFormat::isHexDigit)) {
            return HexFormat.of().parseHex(text);
        }
        final Optional<byte[]> decoded = base64(text).filter(octets -> octets.length >= MIN_OCTETS);
        return decoded.orElseGet(() -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Optional<byte[]> base64(final String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (final IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it is the same secret; takes the same time wherever it differs. */
    @Override
    public boolean equals(final Object other) {
        return other instanceof ClusterKey key && MessageDigest.isEqual(secret, key.secret);
    }

    @Override
    public int hashCode() {
        return secret.length;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "a cluster's key of " + secret.length + " octets";
    }
}
