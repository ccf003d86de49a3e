package dev.directrix.cluster.message;

/** The second octet of a body. Numbers are never used again for anything else. */
enum MessageType {
    PIN(1),
    PIN_ACK(2),
    SNAPSHOT_REQUEST(3),
    SNAPSHOT(4),
    SNAPSHOT_ACK(5),
    HANDOVER(6),
    HANDOVER_ACK(7),
    GRANT_REQUEST(8),
    GRANT(9),
    TALK(10),
    ABANDON(11),
    SWITCHED(12);

    private final int code;

    MessageType(final int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static MessageType of(final Message message) {
        return switch (message) {
            case Message.Pin _ -> PIN;
            case Message.PinAck _ -> PIN_ACK;
            case Message.SnapshotRequest _ -> SNAPSHOT_REQUEST;
            case Message.Snapshot _ -> SNAPSHOT;
            case Message.SnapshotAck _ -> SNAPSHOT_ACK;
            case Message.Handover _ -> HANDOVER;
            case Message.HandoverAck _ -> HANDOVER_ACK;
            case Message.GrantRequest _ -> GRANT_REQUEST;
            case Message.Grant _ -> GRANT;
            case Message.Talk _ -> TALK;
            case Message.Abandon _ -> ABANDON;
            case Message.Switched _ -> SWITCHED;
        };
    }

    static MessageType ofCode(final int code) {
        return switch (code) {
            case 1 -> PIN;
            case 2 -> PIN_ACK;
            case 3 -> SNAPSHOT_REQUEST;
            case 4 -> SNAPSHOT;
            case 5 -> SNAPSHOT_ACK;
            case 6 -> HANDOVER;
            case 7 -> HANDOVER_ACK;
            case 8 -> GRANT_REQUEST;
            case 9 -> GRANT;
            case 10 -> TALK;
            case 11 -> ABANDON;
            case 12 -> SWITCHED;
            default -> throw new MessageException(MessageException.Reason.UNKNOWN_TYPE, "message of unknown type "
                    + code);
        };
    }
}
