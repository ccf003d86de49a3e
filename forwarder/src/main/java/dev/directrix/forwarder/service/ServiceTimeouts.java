package dev.directrix.forwarder.service;

import java.time.Duration;
import java.util.Optional;

/**
 * Idle times of a service's flows where they differ from the director's. Immutable. In {@link CompiledService} it is a
 * small number, the timeout class; class 0 is {@link #DEFAULT}.
 *
 * @param tcp       established TCP
 * @param udp       UDP
 * @param closing   TCP after FIN or RST
 * @param handshake TCP before the handshake is done, where the director can see that (NAT, FULLNAT)
 */
public record ServiceTimeouts(
        Optional<Duration> tcp, Optional<Duration> udp, Optional<Duration> closing, Optional<Duration> handshake) {
    /** The director's times. */
    public static final ServiceTimeouts DEFAULT =
            new ServiceTimeouts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
