package dev.directrix.forwarder.service;

import java.util.Objects;
import java.util.Optional;

/** Where a UDP packet names its server by number, so that it is found even when the client's address changes. */
public sealed interface ServerIdRule {

    /**
     * QUIC-LB connection ids (draft-ietf-quic-load-balancers).
     *
     * @param rotation       configuration rotation codepoint, 0 to 6 (§2.2): which ids this rule reads
     * @param serverIdLength octets of the server id, 1 to 15
     * @param nonceLength    octets of the nonce, 4 to 18; both together at most 19
     * @param key            absent: plaintext (§5.2); else encrypted, in one pass when both are 16 octets, else in four
     */
    record QuicLb(int rotation, int serverIdLength, int nonceLength, Optional<AesKey> key) implements ServerIdRule {
        /** Most octets of server id and nonce. */
        public static final int MAX_LENGTH = 19;

        /** Checks the lengths. */
        public QuicLb {
            Objects.requireNonNull(key, "key");
            if (rotation < 0 || rotation > 6) {
                throw new IllegalArgumentException("configuration rotation " + rotation + " is not within 0..6");
            }
            if (serverIdLength < 1 || serverIdLength > ServerId.MAX_BYTES) {
                throw new IllegalArgumentException("server id length " + serverIdLength + " is not within 1..15");
            }
            if (nonceLength < 4 || nonceLength > 18 || serverIdLength + nonceLength > MAX_LENGTH) {
                throw new IllegalArgumentException("nonce length " + nonceLength
                        + " is not within 4..18, or more than 19 together with the server id");
            }
        }
    }

    /** Katran's connection ids, versions 1 to 3: two bits of version, then 16, 24 or 32 bits of server id. */
    record KatranQuic() implements ServerIdRule {
    }

    /** Katran's stable-routing header at the start of the UDP payload: an octet 0x52, then 24 bits of server id. */
    record StableRouting() implements ServerIdRule {
    }
}
