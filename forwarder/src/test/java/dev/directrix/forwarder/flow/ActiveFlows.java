package dev.directrix.forwarder.flow;

/** Adds up what a listener is told. */
final class ActiveFlows implements FlowListener {
    int active;
    int inactive;

    @Override
    public void flowsChanged(final int serverId, final int activeChange, final int inactiveChange) {
        active += activeChange;
        inactive += inactiveChange;
    }
}
