package dev.directrix.bgp.bfd;

/** What a state machine wants done; called while it takes an event. */
interface BfdOutput {

    /** Send this packet now; it is the machine's own, and changes afterwards. */
    void transmit(BfdPacket packet);

    /** The state has changed. */
    void changed(BfdTransition transition);
}
