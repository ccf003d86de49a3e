package dev.directrix.forwarder.flow;

/** What the client's direction has shown of a flow. */
public enum FlowState {
    /** TCP, a segment that is not a bare SYN was seen. */
    ESTABLISHED,
    /** TCP, the client sent FIN or RST. */
    CLOSING,
    /** UDP. */
    UDP
}
