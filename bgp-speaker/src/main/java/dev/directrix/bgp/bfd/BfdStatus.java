package dev.directrix.bgp.bfd;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A session as it stands now.
 *
 * @param remote              the router's address
 * @param local               our address; empty before a socket could be opened
 * @param settings            as configured
 * @param state               where it stands
 * @param since               when it came there
 * @param remoteState         what the router last said of itself
 * @param discriminator       our number of the session
 * @param remoteDiscriminator the router's number of it; 0 before it was heard, and after it fell silent
 * @param sendInterval        how often we send, before jitter; zero while the router wants nothing
 * @param receiveInterval     how often the router may send
 * @param detectionTime       how long the router may be silent; zero before it was heard
 * @param diagnostic          our reason for the last change
 * @param remoteDiagnostic    the router's
 * @param lastDown            why it is down, or last was; empty if it never was up
 * @param ups                 how often it came up
 * @param downs               how often it went down
 * @param sent                packets out
 * @param sendFailures        packets that the kernel did not take
 * @param lastSendFailure     why it did not take the last of these
 * @param received            packets in, by what became of them
 */
public record BfdStatus(
    InetAddress remote,
    Optional<InetAddress> local,
    BfdSettings settings,
    BfdState state,
    Instant since,
    BfdState remoteState,
    long discriminator,
    long remoteDiscriminator,
    Duration sendInterval,
    Duration receiveInterval,
    Duration detectionTime,
    BfdDiagnostic diagnostic,
    BfdDiagnostic remoteDiagnostic,
    Optional<String> lastDown,
    long ups,
    long downs,
    long sent,
    long sendFailures,
    Optional<String> lastSendFailure,
    Map<BfdVerdict, Long> received) {

    /** Freezes the counters. */
    public BfdStatus {
        received = Map.copyOf(received);
    }

    /** Packets that were taken. */
    public long accepted() {
        return received.getOrDefault(BfdVerdict.ACCEPTED, 0L);
    }

    /** Packets that were not. */
    public long rejected() {
        return received.values().stream().mapToLong(Long::longValue).sum() - accepted();
    }
}
