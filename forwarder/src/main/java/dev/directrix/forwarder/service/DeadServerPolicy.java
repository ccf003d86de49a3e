package dev.directrix.forwarder.service;

import java.util.Locale;

/** What becomes of the flows of a server that is down or gone. The codes are dense, from 0. */
public enum DeadServerPolicy {
    /** The next packet is decided anew, and the flow stays there. */
    MOVE(0),
    /** They keep their server: it may be back in a moment. */
    KEEP(1),
    /** TCP clients get a RST at their next packet; UDP flows move. */
    RESET(2);

    private final int code;

    DeadServerPolicy(final int code) {
        this.code = code;
    }

    /** The number in {@link CompiledService#deadServer()}. */
    public int code() {
        return code;
    }

    /** Lower case, as in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
