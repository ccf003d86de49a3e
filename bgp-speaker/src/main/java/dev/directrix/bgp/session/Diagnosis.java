package dev.directrix.bgp.session;

import dev.directrix.bgp.attribute.UpdateError;
import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.bgp.message.ErrorCode;
import dev.directrix.bgp.message.Notification;

/** Says in one line what went wrong with a neighbour, and what to do about it. Pure. */
final class Diagnosis {

    private final SessionSettings settings;
    private boolean password;

    Diagnosis(final SessionSettings settings) {
        this.settings = settings;
        this.password = settings.password();
    }

    void password(final boolean set) {
        password = set;
    }

    String noAnswer() {
        final String key = password
            ? "a password is set here: if the one on the router differs or is missing there, it stays silent"
            : "if a password is set on the router, it is missing here";
        return "no answer from " + settings.name() + " port " + settings.port() + ": " + key
            + "; else check the address, the link, and filters";
    }

    String connectFailed(final ConnectFailure kind, final String detail) {
        final String peer = settings.name() + " port " + settings.port();
        return switch (kind) {
            case REFUSED -> peer + " refuses the connection: BGP is not running there, or listens on another address"
                + " or port, or does not know us as a neighbor";
            case UNREACHABLE -> peer + " is unreachable (" + detail + "): check the route and the link to it";
            case LOCAL -> "cannot connect to " + peer + " (" + detail + "): check source-address and permissions here";
            case OTHER -> "cannot connect to " + peer + ": " + detail;
        };
    }

    String received(final Notification notification) {
        return settings.name() + " ended the session: " + notification.text() + hint(notification);
    }

    String closed(final String detail, final boolean established) {
        final String what = established
            ? " closed the connection" : " closed the connection before the session was up";
        final String advice = established
            ? ": its BGP daemon ended or restarted" : ": does it know us as a neighbor, with our address and AS?";
        return settings.name() + what + (detail.isEmpty() ? "" : " (" + detail + ")") + advice;
    }

    String holdExpired(final int holdTimeSeconds, final boolean established) {
        return "nothing heard from " + settings.name() + " for " + holdTimeSeconds + " s (hold timer expired): "
            + (established ? "the link or its BGP daemon is stuck" : "it accepted the connection but does not answer");
    }

    String sendHoldExpired(final long seconds) {
        return settings.name() + " took nothing from us for " + seconds
            + " s (send hold timer, RFC 9687): its BGP daemon is stuck";
    }

    String unexpected(final String message, final SessionState state) {
        return settings.name() + " sent " + message + " in state " + state + ": it breaks the protocol";
    }

    private String hint(final Notification notification) {
        if (notification.code() == ErrorCode.OPEN_MESSAGE.code()) {
            return openHint(notification.subcode());
        }
        if (notification.code() == ErrorCode.HOLD_TIMER_EXPIRED.code()) {
            return ": it heard nothing from us; check the link and the load of this node";
        }
        if (notification.code() == ErrorCode.UPDATE_MESSAGE.code()) {
            return notification.subcode() == UpdateError.INVALID_NEXT_HOP.subcode()
                ? ": it does not accept the next hop" : ": it does not accept what we announce";
        }
        return notification.code() == ErrorCode.CEASE.code() ? ceaseHint(notification) : "";
    }

    private String openHint(final int subcode) {
        return switch (subcode) {
            case ErrorCode.BAD_PEER_AS -> ": it does not expect us in AS " + settings.localAsn()
                + "; correct asn here, or the neighbor's AS on the router";
            case ErrorCode.BAD_BGP_IDENTIFIER -> ": it does not accept our router id "
                + settings.routerId().getHostAddress() + "; is it the router's own?";
            case ErrorCode.UNACCEPTABLE_HOLD_TIME -> ": it does not accept hold time "
                + settings.holdTimeSeconds() + " s; raise hold-time here";
            case ErrorCode.UNSUPPORTED_CAPABILITY -> ": it asks for a capability that we do not offer, or none of "
                + settings.families() + " is active there";
            default -> "";
        };
    }

    private static String ceaseHint(final Notification notification) {
        if (notification.isCease(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN)) {
            return ": its operator has shut the session down";
        }
        if (notification.isCease(CeaseSubcode.PEER_DECONFIGURED)) {
            return ": its operator has removed us from its configuration";
        }
        if (notification.isCease(CeaseSubcode.MAXIMUM_PREFIXES)) {
            return ": we announce more prefixes than it takes";
        }
        if (notification.isCease(CeaseSubcode.CONNECTION_REJECTED)) {
            return ": it does not accept connections from us now";
        }
        return "";
    }
}
