package dev.directrix.bgp.message;

import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.capability.CapabilityRegistry;
import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.TruncatedException;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the data of a NOTIFICATION says, in words, where a specification gives it a meaning. Pure. */
final class NotificationData {

    private NotificationData() {
    }

    /** In words; empty where the data means nothing that is known. */
    static Optional<String> text(final Notification notification) {
        if (notification.data().length() == 0) {
            return Optional.empty();
        }
        final Optional<String> words = notification.shutdownText();
        if (words.isPresent()) {
            return words.map(text -> '"' + text + '"');
        }
        try {
            final ByteReader data = ByteReader.of(notification.data().toBytes());
            return ErrorCode.ofCode(notification.code()).flatMap(code -> switch (code) {
                case MESSAGE_HEADER -> header(notification.subcode(), data);
                case OPEN_MESSAGE -> open(notification.subcode(), data);
                case UPDATE_MESSAGE -> Optional.of(notification.data().toString());
                case CEASE -> cease(notification, data);
                case HOLD_TIMER_EXPIRED, FINITE_STATE_MACHINE, ROUTE_REFRESH_MESSAGE, SEND_HOLD_TIMER_EXPIRED ->
                    Optional.empty();
            });
        } catch (final TruncatedException e) {
            return Optional.empty();
        }
    }

    /** RFC 4271 §6.1: the length or type that was wrong. */
    private static Optional<String> header(final int subcode, final ByteReader data) {
        return switch (subcode) {
            case ErrorCode.BAD_MESSAGE_LENGTH -> Optional.of("length " + data.u16());
            case ErrorCode.BAD_MESSAGE_TYPE -> Optional.of("type " + data.u8());
            default -> Optional.empty();
        };
    }

    /** RFC 4271 §6.2: the best version known; RFC 5492 §5: the capabilities that are missed. */
    private static Optional<String> open(final int subcode, final ByteReader data) {
        return switch (subcode) {
            case ErrorCode.UNSUPPORTED_VERSION -> Optional.of("version " + data.u16() + " at most");
            case ErrorCode.UNSUPPORTED_CAPABILITY -> Optional.of(
                CapabilityRegistry.standard().decode(data).stream().map(Capability::text)
                    .collect(Collectors.joining(", ")));
            default -> Optional.empty();
        };
    }

    /** RFC 4486 §4: the family and the limit; RFC 8538 §3.1: the reason inside. */
    private static Optional<String> cease(final Notification notification, final ByteReader data) {
        if (notification.isCease(CeaseSubcode.MAXIMUM_PREFIXES)) {
            return Optional.of(new Family(data.u16(), data.u8()) + ", limit " + data.u32());
        }
        return notification.encapsulated().map(Notification::text);
    }
}
