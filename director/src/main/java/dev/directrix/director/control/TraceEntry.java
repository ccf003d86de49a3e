package dev.directrix.director.control;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A packet that the director decided.
 *
 * @param time      when
 * @param worker    whose it was
 * @param from      the interface that it came in by
 * @param fate      sent, passed, held or dropped
 * @param reason    why it was dropped, as drop counters name it
 * @param why       what decided, for people
 * @param to        the interface that it left by
 * @param server    the real server that it was sent to, as {@code POOL/NAME}
 * @param address   of that server
 * @param slot      of its flow in the Maglev table
 * @param in        its first octets as it came, in hexadecimal
 * @param inLength  all its octets then
 * @param out       its first octets as it left; empty unless it was sent
 * @param outLength all its octets then
 */
public record TraceEntry(
    Instant time, int worker, String from, String fate, Optional<String> reason, String why, Optional<String> to,
    Optional<String> server, Optional<InetAddress> address, OptionalInt slot, String in, int inLength, String out,
    int outLength) {
}
