package dev.directrix.bgp.exabgp.event;

import dev.directrix.bgp.attribute.Problem;
import dev.directrix.bgp.attribute.Treatment;
import dev.directrix.bgp.message.ErrorCode;
import dev.directrix.bgp.message.Notification;
import dev.directrix.bgp.message.ProtocolException;
import dev.directrix.bgp.wire.Octets;
import java.util.Optional;

/**
 * One thing wrong with a message.
 *
 * @param code      code of the NOTIFICATION that goes with it (RFC 4271 §4.5); 0 if it is no message at all
 * @param subcode   its subcode
 * @param name      both by their registered names
 * @param treatment what it leads to (RFC 7606 §2); nothing where there is no session to suffer
 * @param attribute type code of the attribute that it is about, 0 if about none
 * @param text      what is wrong, in words
 * @param data      what the NOTIFICATION carries
 */
public record Fault(
    int code, int subcode, String name, Optional<Treatment> treatment, int attribute, String text, Octets data) {

    /** A message that ends the session. */
    public static Fault of(final ProtocolException error) {
        final Notification notification = error.notification();
        return new Fault(notification.code(), notification.subcode(), name(notification.code(), notification.subcode()),
            Optional.of(Treatment.SESSION_RESET), 0, error.getMessage(), notification.data());
    }

    /** A mistake in an UPDATE. */
    public static Fault of(final Problem problem, final Treatment treatment) {
        final int code = ErrorCode.UPDATE_MESSAGE.code();
        final int subcode = problem.error().subcode();
        return new Fault(code, subcode, name(code, subcode), Optional.of(treatment), problem.type(), problem.text(),
            problem.data());
    }

    /** An input that is no message. */
    public static Fault noMessage(final String text) {
        return new Fault(0, 0, "no BGP message", Optional.empty(), 0, text, Octets.EMPTY);
    }

    private static String name(final int code, final int subcode) {
        final Optional<ErrorCode> known = ErrorCode.ofCode(code);
        return known.map(ErrorCode::text).orElse("code " + code)
            + known.flatMap(error -> error.subcodeText(subcode)).map(text -> ", " + text).orElse("");
    }
}
