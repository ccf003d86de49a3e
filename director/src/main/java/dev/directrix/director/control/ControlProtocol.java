package dev.directrix.director.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.directrix.director.control.json.JsonBuilder;

/**
 * What goes over the control socket: one connection carries one request line and its answer line, both JSON.
 *
 * <pre>
 * {"version":1,"command":"set-weight","arguments":{"weight":300}}
 * {"version":1,"ok":true,"result":{...}}
 * {"version":1,"ok":false,"error":{"code":"failed","message":"..."}}
 * </pre>
 */
final class ControlProtocol {

    /** Of this protocol; a request of any other is refused. */
    static final int VERSION = 1;

    /** The longest answer that a client takes. */
    static final int MAX_ANSWER_OCTETS = 64 * 1024 * 1024;

    private ControlProtocol() {
    }

    /** What kind of error an answer reports. */
    enum ErrorCode {

        /** The request is not one. */
        BAD_REQUEST,
        /** The request is of another version of the protocol. */
        VERSION,
        /** The director cannot do what is asked. */
        FAILED,
        /** The configuration file is invalid; its errors come along. */
        CONFIG_INVALID,
        /** Too many clients at a time. */
        BUSY,
        /** The director has a fault; its log says more. */
        INTERNAL
    }

    static JsonObject request(final String command, final JsonElement arguments) {
        return new JsonBuilder().put("version", VERSION).put("command", command)
            .put("arguments", arguments).build();
    }

    static JsonObject result(final JsonElement result) {
        return new JsonBuilder().put("version", VERSION).put("ok", true).put("result", result).build();
    }

    static JsonObject error(final ErrorCode code, final String message) {
        return failure(errorFields(code, message).build());
    }

    static JsonBuilder errorFields(final ErrorCode code, final String message) {
        return new JsonBuilder().put("code", word(code)).put("message", message);
    }

    static JsonObject failure(final JsonObject error) {
        return new JsonBuilder().put("version", VERSION).put("ok", false).put("error", error).build();
    }

    static String word(final ErrorCode code) {
        return switch (code) {
            case BAD_REQUEST -> "bad-request";
            case VERSION -> "version";
            case FAILED -> "failed";
            case CONFIG_INVALID -> "config-invalid";
            case BUSY -> "busy";
            case INTERNAL -> "internal";
        };
    }
}
