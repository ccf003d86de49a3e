package dev.directrix.cluster.simulation;

/** What the oracle knows of one connection, or of one UDP flow. For one thread. */
final class Flow {
    /** A packet's flow that nobody holds. */
    static final Flow FORGED = new Flow("forged", false, new Owner() { }, 0);

    private final String name;
    private final boolean isUdp;
    private final Owner owner;
    private Server server;
    private long serverLife;
    private long sinceNs;
    private boolean isExcused;
    private boolean onlySyns = true;
    private long lastForwardedNs;

    /** Who hears what servers answer. */
    interface Owner {
        /** A SYN-ACK arrives. */
        default void synAcked(final Packet packet, final Server server, final long serverLife) {
        }

        /** A packet is acknowledged, or answered. */
        default void acked(final Packet packet) {
        }

        /** A packet was answered by RST. */
        default void reset(final Packet packet) {
        }
    }

    /** A flow that has not begun. */
    Flow(final String name, final boolean isUdp, final Owner owner, final long nowNs) {
        this.name = name;
        this.isUdp = isUdp;
        this.owner = owner;
        this.sinceNs = nowNs;
    }

    /** Who hears what servers answer. */
    Owner owner() {
        return owner;
    }

    /** For people. */
    String name() {
        return name;
    }

    /** Whether it is a UDP flow. */
    boolean isUdp() {
        return isUdp;
    }

    /** Whether a server holds it. */
    boolean isEstablished() {
        return server != null;
    }

    /** The server that holds it. */
    Server server() {
        return server;
    }

    /** A server's answer was accepted, which it gave in this life. */
    void establish(final Server by, final long inLife) {
        server = by;
        serverLife = inLife;
        isExcused = false;
    }

    /** It begins anew: what happened to a server before does not matter. */
    void renew(final long nowNs) {
        sinceNs = nowNs;
    }

    /** Nobody holds it any more. */
    void end() {
        server = null;
    }

    /** Whether the server that held it has died since, or was held dead by all members (assumption A3). */
    boolean serverDied() {
        return server != null && (!server.isAlive() || server.life() != serverLife || server.distrustedNs() >= sinceNs);
    }

    /** It need not be kept any more. */
    void excuse() {
        isExcused = true;
    }

    /** Whether it need not be kept any more. */
    boolean isExcused() {
        return isExcused;
    }

    /** When a packet of it was last forwarded. */
    long lastForwardedNs() {
        return lastForwardedNs;
    }

    /** Whether nothing but SYNs was forwarded. */
    boolean hasOnlySyns() {
        return onlySyns;
    }

    /** A packet of it was forwarded. */
    void forwarded(final Packet.Kind kind, final long nowNs) {
        lastForwardedNs = nowNs;
        onlySyns &= kind == Packet.Kind.SYN;
    }
}
