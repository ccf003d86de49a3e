package dev.directrix.codec;

import com.sun.management.ThreadMXBean;
import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.MessageEncoder;
import dev.directrix.bgp.message.MessageHeader;
import dev.directrix.bgp.message.ProtocolException;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;

/**
 * What a fuzzer calls: any octets are a message or a {@link ProtocolException}, at a cost in memory that follows from
 * their number, and a message without mistakes can be encoded and decoded again.
 *
 * <p>The first octet of an input chooses what the session agreed on, the second is the message's type, the rest its
 * body; marker and length are put in front, except that one bit of the first octet leaves the input as it is.
 */
public final class DecoderTarget {

    /** Octets allocated for each octet of a message: a prefix of one octet is several objects. */
    private static final long MEMORY_PER_OCTET = 1024;
    private static final long MEMORY_BESIDES = 1 << 20;
    private static final int AS_IT_IS = 0x80;

    private static final MessageDecoder DECODER = MessageDecoder.standard();
    private static final MessageEncoder ENCODER = MessageEncoder.standard();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private DecoderTarget() {
    }

    /** The fuzzer's entry: throws an error when something is wrong. */
    public static void fuzzerTestOneInput(final byte[] input) {
        if (input.length < 2) {
            return;
        }
        final int choice = input[0] & 0xff;
        final CodecContext context = context(choice);
        final byte[] octets = (choice & AS_IT_IS) != 0
            ? Arrays.copyOfRange(input, 1, input.length) : message(input, context.maxMessageSize());
        final Message message;
        try {
            message = DECODER.decode(octets, context);
        } catch (final ProtocolException e) {
            e.notification().text();
            return;
        }
        // Measured the second time: the first may have loaded classes.
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        DECODER.decode(octets, context);
        final long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (allocated > MEMORY_BESIDES + MEMORY_PER_OCTET * octets.length) {
            throw new AssertionError(allocated + " octets allocated for a message of " + octets.length);
        }
        if (message.toString().isEmpty()) {
            throw new AssertionError("a message without words");
        }
        encodeAgain(message, context);
    }

    private static void encodeAgain(final Message message, final CodecContext context) {
        if (message instanceof Update update && !update.problems().isEmpty()) {
            return;
        }
        // Once for the order of the attributes and what is not kept (RFC 8092 §3), once more for the comparison.
        final Message normal;
        final byte[] octets;
        try {
            normal = DECODER.decode(ENCODER.encode(message, context), context);
            octets = ENCODER.encode(normal, context);
        } catch (final IllegalArgumentException e) {
            // One that had just enough room may need more: MP_REACH_NLRI always with a length of its own form.
            return;
        }
        if (!DECODER.decode(octets, context).equals(normal)) {
            throw new AssertionError("decoded to another value: " + normal);
        }
    }

    private static byte[] message(final byte[] input, final int limit) {
        final byte[] octets = new byte[Math.min(MessageHeader.LENGTH - 2 + input.length, limit)];
        Arrays.fill(octets, 0, 16, (byte) 0xff);
        octets[16] = (byte) (octets.length >> 8);
        octets[17] = (byte) octets.length;
        System.arraycopy(input, 1, octets, 18, octets.length - 18);
        return octets;
    }

    private static CodecContext context(final int choice) {
        return new CodecContext((choice & 1) != 0, (choice & 2) != 0,
            (choice & 4) != 0 ? Set.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST) : Set.of(),
            (choice & 8) != 0 ? Set.of(Family.IPV4_UNICAST) : Set.of(),
            (choice & 16) != 0 ? CodecContext.EXTENDED_MESSAGE_SIZE : CodecContext.STANDARD_MESSAGE_SIZE);
    }
}
