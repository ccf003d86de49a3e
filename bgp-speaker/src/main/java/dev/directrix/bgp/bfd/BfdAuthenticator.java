package dev.directrix.bgp.bfd;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Signs and verifies the packets of one session (RFC 5880 §6.7), with its sequence numbers in both directions.
 * Allocates nothing after it is made. Not thread-safe.
 */
final class BfdAuthenticator {

    private static final int SIMPLE_HEAD_OCTETS = 3;
    private static final int DIGEST_HEAD_OCTETS = 8;
    /** A sequence number that need not grow with each packet grows at least so often. */
    private static final long SEQUENCE_PERIOD_NS = 1_000_000_000;
    private static final int WINDOW_MULTIPLIERS = 3;

    private final BfdAuthType type;
    private final int keyId;
    private final byte[] key;
    private final byte[] paddedKey;
    private final byte[] computed;
    private final byte[] shown;
    private final byte[] lastSigned = new byte[BfdPacket.MANDATORY_OCTETS];
    private final MessageDigest digest;
    private int sentSequence;
    private long sequenceSinceNs;
    private int heardSequence;
    private boolean heardAny;

    /**
     * An authenticator that has heard nothing.
     *
     * @param sequence a random number to start with
     */
    BfdAuthenticator(final BfdAuthentication authentication, final int sequence) {
        type = authentication.type();
        keyId = authentication.keyId();
        key = authentication.key();
        paddedKey = Arrays.copyOf(key, type.maxKeyOctets());
        computed = new byte[paddedKey.length];
        shown = new byte[paddedKey.length];
        sentSequence = sequence;
        try {
            digest = MessageDigest.getInstance(type == BfdAuthType.SIMPLE ? "SHA-1" : type.digest());
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks " + type.digest(), e);
        }
    }

    /** The number of the next packet that is signed, or of the last one; for a successor to go on with. */
    int sequence() {
        return sentSequence;
    }

    /** Adds the authentication section to a packet that is complete but for it. */
    void sign(final BfdPacket packet, final long nowNs) {
        final byte[] octets = packet.octets();
        if (type == BfdAuthType.SIMPLE) {
            packet.authentication(type.code(), SIMPLE_HEAD_OCTETS + key.length, keyId);
            System.arraycopy(key, 0, octets, BfdPacket.AUTH_PASSWORD_OFFSET, key.length);
            return;
        }
        packet.authentication(type.code(), DIGEST_HEAD_OCTETS + type.digestOctets(), keyId);
        final boolean changed = !Arrays.equals(octets, 0, lastSigned.length, lastSigned, 0, lastSigned.length);
        if (type.isMeticulous() || changed || nowNs - sequenceSinceNs >= SEQUENCE_PERIOD_NS) {
            sentSequence++;
            sequenceSinceNs = nowNs;
            System.arraycopy(octets, 0, lastSigned, 0, lastSigned.length);
        }
        packet.authSequence(sentSequence);
        System.arraycopy(paddedKey, 0, octets, BfdPacket.AUTH_DIGEST_OFFSET, paddedKey.length);
        compute(octets, packet.length(), octets, BfdPacket.AUTH_DIGEST_OFFSET);
    }

    /** Whether a packet that has an authentication section has the right one; if so its sequence number counts. */
    BfdVerdict verify(final BfdPacket packet) {
        final int section = packet.authLength();
        final int wanted = type == BfdAuthType.SIMPLE
            ? SIMPLE_HEAD_OCTETS : DIGEST_HEAD_OCTETS + type.digestOctets();
        if (packet.authType() != type.code() || section < wanted
            || BfdPacket.MANDATORY_OCTETS + section > packet.length()) {
            return BfdVerdict.AUTHENTICATION_TYPE;
        }
        if (packet.authKeyId() != keyId) {
            return BfdVerdict.AUTHENTICATION_KEY_ID;
        }
        if (type == BfdAuthType.SIMPLE) {
            return isPassword(packet, section - SIMPLE_HEAD_OCTETS)
                ? BfdVerdict.ACCEPTED : BfdVerdict.AUTHENTICATION_KEY;
        }
        if (section != wanted) {
            return BfdVerdict.AUTHENTICATION_TYPE;
        }
        if (heardAny && !isInWindow(packet.authSequence() - heardSequence, packet.multiplier())) {
            return BfdVerdict.AUTHENTICATION_SEQUENCE;
        }
        if (!isDigest(packet)) {
            return BfdVerdict.AUTHENTICATION_KEY;
        }
        heardSequence = packet.authSequence();
        heardAny = true;
        return BfdVerdict.ACCEPTED;
    }

    /** Takes any sequence number next: the peer was silent for long (RFC 5880 §6.8.1, bfd.AuthSeqKnown). */
    void forget() {
        heardAny = false;
    }

    private boolean isInWindow(final int ahead, final int multiplier) {
        return (ahead != 0 || !type.isMeticulous())
            && Integer.compareUnsigned(ahead, WINDOW_MULTIPLIERS * multiplier) <= 0;
    }

    private boolean isPassword(final BfdPacket packet, final int length) {
        Arrays.fill(shown, (byte) 0);
        System.arraycopy(packet.octets(), BfdPacket.AUTH_PASSWORD_OFFSET, shown, 0, Math.min(length, shown.length));
        return MessageDigest.isEqual(shown, paddedKey) && length == key.length;
    }

    private boolean isDigest(final BfdPacket packet) {
        final byte[] octets = packet.octets();
        System.arraycopy(octets, BfdPacket.AUTH_DIGEST_OFFSET, shown, 0, shown.length);
        System.arraycopy(paddedKey, 0, octets, BfdPacket.AUTH_DIGEST_OFFSET, paddedKey.length);
        compute(octets, packet.length(), computed, 0);
        System.arraycopy(shown, 0, octets, BfdPacket.AUTH_DIGEST_OFFSET, shown.length);
        return MessageDigest.isEqual(shown, computed);
    }

    private void compute(final byte[] octets, final int length, final byte[] target, final int at) {
        try {
            digest.update(octets, 0, length);
            digest.digest(target, at, paddedKey.length);
        } catch (final DigestException e) {
            throw new IllegalStateException("the digest does not fit", e);
        }
    }
}
