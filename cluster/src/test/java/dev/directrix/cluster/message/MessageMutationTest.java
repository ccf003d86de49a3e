package dev.directrix.cluster.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.cluster.message.MessageException.Reason;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Good bodies with octets changed: each is refused by a {@link MessageException}, or is a message of just it. */
class MessageMutationTest {
    private static final int MUTATIONS = Integer.getInteger("directrix.mutations", 200_000);
    private static final int GUARD = 32;

    @Test
    void shouldReadEachMutatedBodyAsItselfOrRefuseIt() {
        final SplittableRandom random = new SplittableRandom(42);
        final UnsafeBuffer scratch = new UnsafeBuffer(new byte[MessageCodec.MAX_LENGTH]);
        final Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            final int length = MessageCodec.encode(GeneratedMessages.draw(random), scratch, 0);
            final byte[] body = mutated(Arrays.copyOf(scratch.byteArray(), length), random);
            try {
                assertReadAsItself(body, scratch);
                read++;
            } catch (final MessageException e) {
                assertThat(e.getMessage()).isNotBlank();
                reasons.add(e.reason());
            }
        }
        assertThat(reasons).containsExactlyInAnyOrder(Reason.values());
        assertThat(read).isBetween(MUTATIONS / 20, MUTATIONS * 19 / 20);
    }

    private static void assertReadAsItself(final byte[] body, final UnsafeBuffer scratch) {
        final byte[] framed = new byte[body.length + 2 * GUARD];
        System.arraycopy(body, 0, framed, GUARD, body.length);
        final Message message = MessageCodec.decode(new UnsafeBuffer(framed), GUARD, body.length);
        final int again = MessageCodec.encode(message, scratch, 0);
        assertThat(Arrays.equals(scratch.byteArray(), 0, again, body, 0, body.length)).as("%s", message).isTrue();
    }

    private static byte[] mutated(final byte[] good, final SplittableRandom random) {
        byte[] octets = good;
        if (random.nextInt(6) == 0) {
            octets = Arrays.copyOf(good, random.nextInt(MessageCodec.MAX_LENGTH + 20));
        }
        for (int changes = random.nextInt(4); changes > 0 && octets.length > 0; changes--) {
            final int place = random.nextInt(random.nextBoolean() ? octets.length : Math.min(octets.length, 20));
            octets[place] = (byte) (random.nextBoolean() ? random.nextInt() : octets[place] ^ 1 << random.nextInt(8));
        }
        return octets;
    }
}
