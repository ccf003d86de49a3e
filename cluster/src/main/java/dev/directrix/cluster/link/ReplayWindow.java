package dev.directrix.cluster.link;

/**
 * Which nonces of a peer came, the last 64 of them one by one and none before: as IPsec's anti-replay window (RFC 4303
 * §3.4.3). Not thread-safe.
 */
final class ReplayWindow {

    private static final int WIDTH = 64;

    private long highest;
    private long seen;

    /** Takes only nonces above that one from now on. */
    void startAbove(final long nonce) {
        highest = nonce;
        seen = -1;
    }

    /** Whether a nonce comes for the first time; it then counts as seen. */
    boolean enter(final long nonce) {
        if (nonce > highest) {
            final long ahead = nonce - highest;
            seen = ahead < WIDTH ? seen << ahead | 1 : 1;
            highest = nonce;
            return true;
        }
        final long behind = highest - nonce;
        if (behind >= WIDTH || (seen & 1L << behind) != 0) {
            return false;
        }
        seen |= 1L << behind;
        return true;
    }
}
