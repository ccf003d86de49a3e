package dev.directrix.forwarder.service;

import java.time.Duration;
import java.util.Optional;

/**
 * Idle times of a service's flows where they differ from the director's. Immutable. In {@link CompiledService} it is a
 * small number, the timeout class; class 0 is {@link #DEFAULT}.
 *
 * @param tcp        established TCP
 * @param udp        UDP
 * @param closing    TCP after FIN or RST
 * @param handshake  TCP before the handshake is done, where the director can see that (NAT, FULLNAT)
 * @param halfClosed TCP after the FIN of one end, where the director sees both (NAT, FULLNAT)
 * @param syn        how long the server of a bare SYN is remembered where it makes no entry, at most a minute
 */
public record ServiceTimeouts(
        Optional<Duration> tcp,
        Optional<Duration> udp,
        Optional<Duration> closing,
        Optional<Duration> handshake,
        Optional<Duration> halfClosed,
        Optional<Duration> syn) {
    /** The director's times. */
    public static final ServiceTimeouts DEFAULT =
            new ServiceTimeouts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.empty());
}
