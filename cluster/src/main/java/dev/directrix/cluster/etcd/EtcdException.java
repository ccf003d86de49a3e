package dev.directrix.cluster.etcd;

import java.util.concurrent.CompletionException;

/** A call that etcd did not answer as it was meant to. Immutable. */
public final class EtcdException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** The gRPC codes that the gateway hands on and that say something here. */
    private static final int UNKNOWN = 2;
    private static final int DEADLINE_EXCEEDED = 4;
    private static final int NOT_FOUND = 5;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int OUT_OF_RANGE = 11;
    private static final int INTERNAL = 13;
    private static final int UNAVAILABLE = 14;
    private static final int UNAUTHENTICATED = 16;

    /** What went wrong. */
    public enum Kind {
        /** There was no connection: nothing was sent. */
        UNREACHABLE,
        /** No whole answer came in time. */
        UNANSWERED,
        /** The answer was not one of etcd's, or too long. */
        MALFORMED,
        /** The answer was well-formed and is not believed: of another cluster, of an older time, of another history. */
        REFUSED,
        /** The leader changed between two requests that belong together. */
        LEADER_CHANGED,
        /** Etcd's own error, with its code. */
        ERROR,
        /** The client or the store is closed, or its lease has ended. */
        CLOSED
    }

    private final Kind kind;
    private final int code;

    EtcdException(final Kind kind, final int code, final String message, final Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
    }

    EtcdException(final Kind kind, final String message) {
        this(kind, 0, message, null);
    }

    /** An answer that etcd would not give. */
    static EtcdException malformed(final String message) {
        return new EtcdException(Kind.MALFORMED, message);
    }

    /** The failure behind what a future threw. */
    static EtcdException of(final Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof EtcdException etcd
                ? etcd
                : new EtcdException(Kind.UNANSWERED, 0, String.valueOf(cause), cause);
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** Etcd's code, one of gRPC's; 0 where etcd gave none. */
    public int code() {
        return code;
    }

    /** Whether a change that was asked for has certainly not been made, and never will be by this request. */
    public boolean isOutcomeKnown() {
        return switch (kind) {
            case UNREACHABLE, CLOSED -> true;
            case UNANSWERED, MALFORMED, REFUSED, LEADER_CHANGED -> false;
            case ERROR -> !isPassing() || isBeforeProposal();
        };
    }

    /** Whether the endpoint should be avoided for a while. */
    boolean blamesEndpoint() {
        return switch (kind) {
            case UNREACHABLE, UNANSWERED, MALFORMED, REFUSED -> true;
            case LEADER_CHANGED, CLOSED -> false;
            case ERROR -> isPassing();
        };
    }

    /** Whether another endpoint may do better, as far as the request may be sent twice. */
    boolean mayMoveOn(final boolean repeatable) {
        return switch (kind) {
            case UNREACHABLE -> true;
            case UNANSWERED, MALFORMED, REFUSED, LEADER_CHANGED -> repeatable;
            case CLOSED -> false;
            case ERROR -> isPassing() && (repeatable || isBeforeProposal());
        };
    }

    /** Whether the token is at fault: a new one may help. */
    boolean blamesToken() {
        return kind == Kind.ERROR && (code == UNAUTHENTICATED || getMessage().contains("invalid auth token")
                || getMessage().contains("revision in header is old"));
    }

    /** Whether a lease does not exist. */
    boolean isLeaseUnknown() {
        return kind == Kind.ERROR && code == NOT_FOUND;
    }

    /** Whether the revision asked for is no longer kept. */
    boolean isCompacted() {
        return kind == Kind.ERROR && code == OUT_OF_RANGE && getMessage().contains("compacted");
    }

    /** Whether the revision asked for has not been there yet, in the time that the server lives in. */
    boolean isFutureRevision() {
        return kind == Kind.ERROR && code == OUT_OF_RANGE && getMessage().contains("future revision");
    }

    /** Whether etcd runs without users. */
    boolean isAuthenticationOff() {
        return kind == Kind.ERROR && getMessage().contains("authentication is not enabled");
    }

    private boolean isPassing() {
        return switch (code) {
            case UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, INTERNAL, UNAVAILABLE -> true;
            default -> false;
        };
    }

    /** Two errors that etcd gives before it hands a request to Raft; all other passing ones leave the outcome open. */
    private boolean isBeforeProposal() {
        return getMessage().contains("etcdserver: no leader") || getMessage().contains("etcdserver: too many requests");
    }
}
