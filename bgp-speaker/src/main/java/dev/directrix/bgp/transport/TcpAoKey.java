package dev.directrix.bgp.transport;

import java.util.Arrays;
import java.util.Objects;

/**
 * One key of TCP-AO (RFC 5925). Never shows its secret: {@link #toString()} hides it. Immutable.
 */
public final class TcpAoKey {

    /** The longest secret that Linux takes (TCP_AO_MAXKEYLEN). */
    public static final int MAX_OCTETS = 80;

    /** How the message authentication code is made (RFC 5926 §3). */
    public enum Algorithm {
        /** HMAC-SHA-1-96. */
        HMAC_SHA1("hmac(sha1)"),
        /** AES-128-CMAC-96. */
        AES_128_CMAC("cmac(aes128)"),
        /** HMAC-SHA-256, which many routers have beyond the RFC. */
        HMAC_SHA256("hmac(sha256)");

        private final String kernelName;

        Algorithm(final String kernelName) {
            this.kernelName = kernelName;
        }

        /** The name in Linux' crypto API. */
        public String kernelName() {
            return kernelName;
        }
    }

    private final int sendId;
    private final int receiveId;
    private final Algorithm algorithm;
    private final byte[] secret;

    /**
     * A key.
     *
     * @param sendId    identifier in what we send, 0 to 255
     * @param receiveId identifier in what the router sends, 0 to 255
     * @param algorithm how the code is made
     * @param secret    1 to {@link #MAX_OCTETS} octets
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public TcpAoKey(final int sendId, final int receiveId, final Algorithm algorithm, final byte[] secret) {
        if (sendId < 0 || sendId > 255 || receiveId < 0 || receiveId > 255) {
            throw new IllegalArgumentException("TCP-AO key identifiers are within 0..255");
        }
        if (secret.length == 0 || secret.length > MAX_OCTETS) {
            throw new IllegalArgumentException(
                "a TCP-AO key has 1 to " + MAX_OCTETS + " octets, not " + secret.length);
        }
        this.sendId = sendId;
        this.receiveId = receiveId;
        this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
        this.secret = secret.clone();
    }

    /** Identifier in what we send. */
    public int sendId() {
        return sendId;
    }

    /** Identifier in what the router sends. */
    public int receiveId() {
        return receiveId;
    }

    /** How the code is made. */
    public Algorithm algorithm() {
        return algorithm;
    }

    /** A copy of the secret. */
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof TcpAoKey that && sendId == that.sendId && receiveId == that.receiveId
            && algorithm == that.algorithm && Arrays.equals(secret, that.secret);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hash(sendId, receiveId, algorithm) + Arrays.hashCode(secret);
    }

    @Override
    public String toString() {
        return "key " + sendId + "/" + receiveId + " " + algorithm.kernelName();
    }
}
