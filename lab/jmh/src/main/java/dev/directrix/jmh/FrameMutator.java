package dev.directrix.jmh;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages real frames: octets flipped or set to limits, lengths and offsets changed, ends cut off or grown. Seeded. */
final class FrameMutator {
    private static final int LARGEST = 1600;
    private static final int[] LIMITS = {0, 1, 4, 5, 0x0f, 0x40, 0x45, 0x4f, 0x60, 0x7f, 0x80, 0xff};
    private static final int MOST_CHANGES = 6;

    private final Random random;
    private final List<byte[]> seeds;

    FrameMutator(final List<byte[]> seeds, final long seed) {
        this.seeds = List.copyOf(seeds);
        this.random = new Random(seed);
    }

    /** The next frame: about one in eight as it was. */
    byte[] next() {
        byte[] frame = seeds.get(random.nextInt(seeds.size())).clone();
        if (random.nextInt(8) == 0) {
            return frame;
        }
        for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0 && frame.length > 0; changes--) {
            frame = changed(frame);
        }
        return frame;
    }

    private byte[] changed(final byte[] frame) {
        final int headers = Math.min(frame.length, 120);
        final int at = random.nextInt(headers);
        return switch (random.nextInt(9)) {
            case 0 -> with(frame, at, frame[at] ^ (1 << random.nextInt(8)));
            case 1 -> with(frame, at, LIMITS[random.nextInt(LIMITS.length)]);
            case 2 -> with(frame, at, random.nextInt(256));
            case 3 -> word(frame, at & ~1, random.nextInt(65536));
            case 4 -> word(frame, at & ~1, frame.length - at);
            case 5 -> word(frame, at & ~1, LIMITS[random.nextInt(LIMITS.length)]);
            case 6 -> Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            case 7 -> Arrays.copyOf(frame, Math.min(LARGEST, frame.length + random.nextInt(64)));
            default -> spliced(frame, at);
        };
    }

    /** The front of one frame and the rear of another. */
    private byte[] spliced(final byte[] frame, final int at) {
        final byte[] other = seeds.get(random.nextInt(seeds.size()));
        final byte[] result = Arrays.copyOf(frame, Math.max(at, other.length));
        if (other.length > at) {
            System.arraycopy(other, at, result, at, other.length - at);
        }
        return result;
    }

    private static byte[] with(final byte[] frame, final int at, final int value) {
        frame[at] = (byte) value;
        return frame;
    }

    private static byte[] word(final byte[] frame, final int at, final int value) {
        if (at + 2 <= frame.length) {
            ByteBuffer.wrap(frame).putShort(at, (short) value);
        }
        return frame;
    }
}
