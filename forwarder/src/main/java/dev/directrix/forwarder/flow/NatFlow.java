package dev.directrix.forwarder.flow;

/**
 * A flow whose addresses are translated: both pairs of endpoints. Addresses are 128 bits, IPv4 ones mapped. Mutable, to
 * be used anew for each packet; one thread uses it.
 *
 * <p>The client's packets go from client to VIP and become packets from local to server; answers the other way. With
 * NAT the local endpoint is the client's own.
 */
public final class NatFlow {
    long clientHigh;
    long clientLow;
    long vipHigh;
    long vipLow;
    long serverHigh;
    long serverLow;
    long localHigh;
    long localLow;
    int clientPorts;
    int serverPorts;
    int serverId;
    boolean udp;

    /**
     * Sets the client's side.
     *
     * @param ports client's port in the high half, service port in the low half
     */
    public NatFlow client(
            final long newClientHigh,
            final long newClientLow,
            final long newVipHigh,
            final long newVipLow,
            final int ports,
            final boolean isUdp) {
        this.clientHigh = newClientHigh;
        this.clientLow = newClientLow;
        this.vipHigh = newVipHigh;
        this.vipLow = newVipLow;
        this.clientPorts = ports;
        this.udp = isUdp;
        return this;
    }

    /** Sets the server, with the client's own endpoint as the local one: NAT. */
    public NatFlow server(final int id, final long high, final long low, final int port) {
        this.serverId = id;
        this.serverHigh = high;
        this.serverLow = low;
        this.localHigh = clientHigh;
        this.localLow = clientLow;
        this.serverPorts = (port << 16) | (clientPorts >>> 16);
        return this;
    }

    /** Sets the local endpoint, after the server: FULLNAT. */
    public NatFlow local(final long high, final long low, final int port) {
        this.localHigh = high;
        this.localLow = low;
        this.serverPorts = (serverPorts & 0xffff_0000) | port;
        return this;
    }

    /** First half of the client's address. */
    public long clientHigh() {
        return clientHigh;
    }

    /** Second half of the client's address. */
    public long clientLow() {
        return clientLow;
    }

    /** The client's port. */
    public int clientPort() {
        return clientPorts >>> 16;
    }

    /** First half of the VIP. */
    public long vipHigh() {
        return vipHigh;
    }

    /** Second half of the VIP. */
    public long vipLow() {
        return vipLow;
    }

    /** The service port. */
    public int vipPort() {
        return clientPorts & 0xffff;
    }

    /** First half of the server's address. */
    public long serverHigh() {
        return serverHigh;
    }

    /** Second half of the server's address. */
    public long serverLow() {
        return serverLow;
    }

    /** The server's port. */
    public int serverPort() {
        return serverPorts >>> 16;
    }

    /** First half of the local address. */
    public long localHigh() {
        return localHigh;
    }

    /** Second half of the local address. */
    public long localLow() {
        return localLow;
    }

    /** The local port. */
    public int localPort() {
        return serverPorts & 0xffff;
    }

    /** The server's id, as in the service index. */
    public int serverId() {
        return serverId;
    }

    /** Whether it is UDP. */
    public boolean isUdp() {
        return udp;
    }

    /** Whether the server sees a local address of ours rather than the client's: FULLNAT. */
    public boolean isFull() {
        return localLow != clientLow || localHigh != clientHigh;
    }
}
