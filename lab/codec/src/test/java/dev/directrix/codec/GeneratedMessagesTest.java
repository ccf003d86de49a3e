package dev.directrix.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.MessageEncoder;
import dev.directrix.bgp.wire.CodecContext;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever message is made: decoding what encoding made of it gives it back. */
class GeneratedMessagesTest {

    private static final int MESSAGES = 20_000;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4271, 4760, 6793, 7911})
    void shouldDecodeWhatItEncodes(final long seed) {
        final MessageGenerator generator = new MessageGenerator(
            RandomGeneratorFactory.of("L64X128MixRandom").create(seed), CodecContext.EXTENDED_MESSAGE_SIZE);
        for (int i = 0; i < MESSAGES; i++) {
            final CodecContext context = generator.context();
            final Message message = generator.next(context);
            final byte[] octets = MessageEncoder.standard().encode(message, context);
            assertThat(octets).hasSizeLessThanOrEqualTo(context.maxMessageSize());
            assertThat(MessageDecoder.standard().decode(octets, context)).isEqualTo(message);
        }
    }

    @Test
    void shouldFillExtendedMessages() {
        final CodecContext context =
            new CodecContext(true, false, Set.of(), CodecContext.EXTENDED_MESSAGE_SIZE);
        final MessageGenerator generator = new MessageGenerator(
            RandomGeneratorFactory.of("L64X128MixRandom").create(8654), CodecContext.EXTENDED_MESSAGE_SIZE);
        assertThat(IntStream.range(0, 10 * MESSAGES)
            .mapToObj(i -> generator.next(context)).map(message -> MessageEncoder.standard().encode(message, context))
            .anyMatch(octets -> octets.length > CodecContext.EXTENDED_MESSAGE_SIZE - 200)).isTrue();
    }
}
