package dev.directrix.forwarder.port;

/** Whether frames may leave. Asked by the thread of a port, as late as can be. */
@FunctionalInterface
public interface SendPermit {
    /** They always may. */
    SendPermit ALWAYS = () -> true;

    /** Whether they may leave now; once it was no, it never is yes again. */
    boolean maySend();
}
