package dev.directrix.forwarder.epoch;

/** How the flows of a slot are treated while the table changes. */
public enum SlotMode {
    /** The table and the exceptions hold. */
    NORMAL(0),
    /** The slot will change: its live flows are being collected. Packets are treated as in {@link #NORMAL}. */
    TRANSIT(1),
    /** All its live flows are exceptions: no flow may begin until the table has changed everywhere. */
    FROZEN(2),
    /** The table has changed here, perhaps not everywhere: no flow may begin without an exception. */
    SWITCHED(3);

    private final byte code;

    SlotMode(final int code) {
        this.code = (byte) code;
    }

    /** As tables hold it: modes in which a flow may begin by the table are below {@link #FROZEN}'s. */
    public byte code() {
        return code;
    }

    /** Whether a flow may begin by the table. */
    public boolean isOpen() {
        return this == NORMAL || this == TRANSIT;
    }

    static SlotMode of(final byte code) {
        return switch (code) {
            case 0 -> NORMAL;
            case 1 -> TRANSIT;
            case 2 -> FROZEN;
            default -> SWITCHED;
        };
    }
}
