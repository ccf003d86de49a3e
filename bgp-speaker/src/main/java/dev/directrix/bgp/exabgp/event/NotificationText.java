package dev.directrix.bgp.exabgp.event;

import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.bgp.message.Notification;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The data of a NOTIFICATION as ExaBGP shows it: what an operator wrote (RFC 9003) in a sentence around it. */
final class NotificationText {

    private NotificationText() {
    }

    /** Octets that stand for the data; of all but shutdown and reset they are the data itself. */
    static byte[] shown(final Notification notification) {
        final byte[] data = notification.data().toBytes();
        final boolean carriesText = notification.isCease(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN)
            || notification.isCease(CeaseSubcode.ADMINISTRATIVE_RESET);
        return !carriesText || data.length == 0 ? data : sentence(data).getBytes(StandardCharsets.UTF_8);
    }

    private static String sentence(final byte[] data) {
        final int length = data[0] & 0xff;
        if (length == 0) {
            return "empty Shutdown Communication.";
        }
        if (length > data.length - 1) {
            return invalid("buffer underrun", length, data);
        }
        try {
            final String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, 1, length)).toString()
                .replace('\r', ' ').replace('\n', ' ');
            final String behind = length == data.length - 1 ? ""
                : ", trailing data: " + AttributeJson.hexadecimal(data, 1 + length, data.length);
            return "Shutdown Communication: \"" + text + '"' + behind;
        } catch (final CharacterCodingException e) {
            return invalid("invalid UTF-8", length, data);
        }
    }

    private static String invalid(final String why, final int length, final byte[] data) {
        return "invalid Shutdown Communication (" + why + ") length : " + length + " ["
            + AttributeJson.hexadecimal(data, 1, data.length) + "]";
    }
}
