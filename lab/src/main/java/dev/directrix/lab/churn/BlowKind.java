package dev.directrix.lab.churn;

import java.util.Locale;

/** What happens to a director. */
public enum BlowKind {
    /** The process dies by SIGKILL. */
    KILL,
    /** The process stands still by SIGSTOP, its sockets and its XDP program stay. */
    FREEZE,
    /** It loses etcd and its peers, and keeps its router: frames vanish, no interface goes down. */
    PARTITION,
    /** It loses all its links, in the same way. */
    ISOLATE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
