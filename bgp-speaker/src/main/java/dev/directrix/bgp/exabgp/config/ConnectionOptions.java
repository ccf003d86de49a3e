package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.Password;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the TCP connection to a neighbour is made.
 *
 * @param passive          true: wait for the peer to connect, never connect ourselves
 * @param listenPort       {@code listen}: port that we accept the peer's connection on; empty: the speaker's port
 * @param connectPort      {@code connect}: the peer's port; empty: the speaker's default, 179
 * @param sourceInterface  interface that the connection is bound to
 * @param localLinkLocal   our link-local address, sent beside a global IPv6 next hop
 * @param outgoingTtl      TTL of what we send, 0 to 255; 255 for TTL security (RFC 5082)
 * @param incomingTtl      least TTL of what we accept, 0 to 255
 * @param md5              TCP-MD5 key (RFC 2385)
 * @param md5Address       {@code md5-ip}: the address that ExaBGP binds the key to; the local address if not given
 * @param tcpAo            TCP-AO key (RFC 5925); never together with TCP-MD5
 */
public record ConnectionOptions(
    boolean passive,
    OptionalInt listenPort,
    OptionalInt connectPort,
    Optional<String> sourceInterface,
    Optional<Inet6Address> localLinkLocal,
    OptionalInt outgoingTtl,
    OptionalInt incomingTtl,
    Optional<Password> md5,
    Optional<InetAddress> md5Address,
    Optional<TcpAo> tcpAo) {

    /**
     * A TCP-AO key (RFC 5925, RFC 5926).
     *
     * @param keyId     key id in both directions, 0 to 255
     * @param algorithm algorithm
     * @param key       the master key
     */
    public record TcpAo(int keyId, Algorithm algorithm, Password key) {
    }

    /** Algorithms of TCP-AO. */
    public enum Algorithm {
        HMAC_SHA_1_96("hmac-sha-1-96"),
        AES_128_CMAC_96("aes-128-cmac-96"),
        HMAC_SHA_256("hmac-sha-256");

        private final String text;

        Algorithm(final String text) {
            this.text = text;
        }

        /** Its name in a file. */
        public String text() {
            return text;
        }
    }
}
