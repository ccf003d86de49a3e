package dev.directrix.linux.netlink;

import dev.directrix.linux.LinuxException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The attributes (struct rtattr) of a message or of a nested attribute, by type. The last one of a type counts. */
final class Attributes {

    private static final int HEADER_BYTES = 4;
    private static final int TYPE_MASK = 0x3fff;

    private final Map<Integer, ByteBuffer> byType;

    private Attributes(final Map<Integer, ByteBuffer> byType) {
        this.byType = byType;
    }

    /** Reads the attributes from an offset to the buffer's end. */
    static Attributes parse(final ByteBuffer buffer, final int from) {
        final Map<Integer, ByteBuffer> byType = new HashMap<>();
        int offset = from;
        while (buffer.limit() - offset >= HEADER_BYTES) {
            final int length = Short.toUnsignedInt(buffer.getShort(offset));
            if (length < HEADER_BYTES || length > buffer.limit() - offset) {
                throw new LinuxException("netlink attribute of " + length + " octets where "
                        + (buffer.limit() - offset) + " are left");
            }
            byType.put(buffer.getShort(offset + 2) & TYPE_MASK,
                    buffer.slice(offset + HEADER_BYTES, length - HEADER_BYTES).order(ByteOrder.nativeOrder()));
            offset += NetlinkMessage.aligned(length);
        }
        return new Attributes(byType);
    }

    Optional<ByteBuffer> raw(final int type) {
        return Optional.ofNullable(byType.get(type));
    }

    OptionalInt integer(final int type) {
        final ByteBuffer value = byType.get(type);
        return value == null || value.limit() < Integer.BYTES ? OptionalInt.empty() : OptionalInt.of(value.getInt(0));
    }

    Optional<String> text(final int type) {
        return raw(type).map(value -> {
            final byte[] octets = octets(value);
            int end = 0;
            while (end < octets.length && octets[end] != 0) {
                end++;
            }
            return new String(octets, 0, end, StandardCharsets.UTF_8);
        });
    }

    Optional<InetAddress> address(final int type) {
        return raw(type).map(Attributes::octets).flatMap(Attributes::inetAddress);
    }

    Optional<MacAddress> mac(final int type) {
        return raw(type).map(Attributes::octets).filter(octets -> octets.length == MacAddress.OCTETS)
                .map(MacAddress::of);
    }

    Optional<Attributes> nested(final int type) {
        return raw(type).map(value -> parse(value, 0));
    }

    static Optional<InetAddress> inetAddress(final byte[] octets) {
        try {
            return Optional.of(InetAddress.getByAddress(octets));
        } catch (final UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static byte[] octets(final ByteBuffer value) {
        final byte[] octets = new byte[value.limit()];
        value.get(0, octets);
        return octets;
    }
}
