package dev.directrix.linux.netlink;

/** How sure the kernel is of a neighbour's address (NUD_*, linux/neighbour.h). */
public enum NeighborState {
    NONE(0x00),
    INCOMPLETE(0x01),
    REACHABLE(0x02),
    STALE(0x04),
    DELAY(0x08),
    PROBE(0x10),
    FAILED(0x20),
    NOARP(0x40),
    PERMANENT(0x80);

    private final int bit;

    NeighborState(final int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }

    /** Whether packets may be sent to the address that the entry holds. */
    public boolean usable() {
        return switch (this) {
            case REACHABLE, STALE, DELAY, PROBE, NOARP, PERMANENT -> true;
            case NONE, INCOMPLETE, FAILED -> false;
        };
    }

    static NeighborState of(final int bits) {
        for (final NeighborState state : values()) {
            if (state.bit == bits) {
                return state;
            }
        }
        return NONE;
    }
}
