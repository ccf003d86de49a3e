package dev.directrix.director.control;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which packets a trace shows, in words. What is empty is any.
 *
 * @param vip      address of a VIP that they come from or go to
 * @param client   address or prefix of clients that they come from or go to
 * @param server   the real server that is chosen for them or sends them: {@code NAME}, {@code POOL/NAME} or address
 * @param protocol tcp, udp, icmp, icmpv6 or a number
 * @param port     of either end
 * @param verdict  sent, passed, held, dropped, or the reason of a drop
 * @param snap     octets of each that are kept
 */
public record TraceRequest(
    Optional<String> vip, Optional<String> client, Optional<String> server, Optional<String> protocol,
    OptionalInt port, Optional<String> verdict, int snap) {
}
