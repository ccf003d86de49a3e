package dev.directrix.codec;

import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageEncoder;
import dev.directrix.bgp.wire.CodecContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGeneratorFactory;

/** Writes generated messages as seeds for {@link DecoderTarget}. */
public final class SeedCorpus {

    private static final int SEEDS = 400;
    private static final int LONGEST_SEED = 600;

    private SeedCorpus() {
    }

    /** The folder to write to is the argument. */
    public static void main(final String[] args) throws IOException {
        final Path folder = Files.createDirectories(Path.of(args[0]));
        final MessageGenerator generator = new MessageGenerator(
            RandomGeneratorFactory.of("L64X128MixRandom").create(1), CodecContext.EXTENDED_MESSAGE_SIZE);
        for (int i = 0; i < SEEDS;) {
            final CodecContext context = generator.context();
            final Message message = generator.next(context);
            final byte[] octets = MessageEncoder.standard().encode(message, context);
            if (octets.length <= LONGEST_SEED) {
                final ByteArrayOutputStream seed = new ByteArrayOutputStream();
                seed.write(choice(context));
                seed.write(octets, 18, octets.length - 18);
                Files.write(folder.resolve("seed-" + i++), seed.toByteArray());
            }
        }
    }

    /** The octet that {@link DecoderTarget} turns into this context. */
    private static int choice(final CodecContext context) {
        return (context.fourOctetAsn() ? 1 : 0) | (context.external() ? 2 : 0)
            | (context.addPath().isEmpty() ? 0 : 4) | (context.ipv6NextHop().isEmpty() ? 0 : 8)
            | (context.maxMessageSize() > CodecContext.STANDARD_MESSAGE_SIZE ? 16 : 0);
    }
}
