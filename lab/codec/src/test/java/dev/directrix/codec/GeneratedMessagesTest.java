package dev.directrix.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.MessageEncoder;
import dev.directrix.bgp.wire.CodecContext;
import java.util.random.RandomGeneratorFactory;
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
        int largest = 0;
        for (int i = 0; i < MESSAGES; i++) {
            final CodecContext context = generator.context();
            final Message message = generator.next(context);
            final byte[] octets = MessageEncoder.standard().encode(message, context);
            largest = Math.max(largest, octets.length);
            assertThat(octets).hasSizeLessThanOrEqualTo(context.maxMessageSize());
            assertThat(MessageDecoder.standard().decode(octets, context)).isEqualTo(message);
        }
        assertThat(largest).isGreaterThan(CodecContext.EXTENDED_MESSAGE_SIZE / 2);
    }
}
