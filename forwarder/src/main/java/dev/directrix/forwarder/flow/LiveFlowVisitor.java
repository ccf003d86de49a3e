package dev.directrix.forwarder.flow;

/** Is shown the live flows of a table as numbers, so that nothing is allocated for them. */
@FunctionalInterface
public interface LiveFlowVisitor {
    /**
     * One flow. Addresses have 128 bits, IPv4 ones being mapped.
     *
     * @param ports  source port in the high half, destination in the low half
     * @param udp    whether it is UDP; TCP otherwise
     * @param idleNs time since its last packet, to a millisecond
     */
    void flow(
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            int ports,
            boolean udp,
            int serverId,
            long idleNs);
}
