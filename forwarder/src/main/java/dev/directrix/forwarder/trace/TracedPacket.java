package dev.directrix.forwarder.trace;

import dev.directrix.forwarder.pipeline.FlowDecision;
import dev.directrix.forwarder.service.ServerKey;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One packet that a worker decided.
 *
 * @param timeNs    when, as {@link System#nanoTime} has it
 * @param worker    whose it was
 * @param port      where it came in: an index in the datapath's list of interfaces
 * @param verdict   see {@link dev.directrix.forwarder.pipeline.Verdict}
 * @param waited    whether it is a fragment that waited for the first of its packet, and this became of it then
 * @param server    the real server that it was sent to
 * @param reason    what chose the server, as the flow table and the scheduler stood before it
 * @param slot      its flow's slot in the Maglev table
 * @param in        its first octets as it came
 * @param inLength  all its octets then
 * @param out       its first octets as it left; empty unless it was sent
 * @param outLength all its octets then
 */
@SuppressWarnings("ArrayRecordComponent") // Packets are handed through, never compared.
public record TracedPacket(
    long timeNs, int worker, int port, int verdict, boolean waited, Optional<ServerKey> server,
    Optional<FlowDecision.Reason> reason,
    OptionalInt slot, byte[] in, int inLength, byte[] out, int outLength) {
}
