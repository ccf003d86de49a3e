package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.packet.TestPacket;
import java.util.Arrays;
import java.util.Random;

/** Frames that are good, damaged, cut off or noise, at most 128 bytes. */
final class RandomFrames {
    private RandomFrames() {
    }

    static byte[] next(final Random random) {
        final byte[] frame = switch (random.nextInt(6)) {
            case 0 -> TestPacket.udp(random.nextInt(200)).bytes();
            case 1 -> TestPacket.icmp(random.nextInt(2) * 8).padded(random.nextInt(20)).bytes();
            case 2 -> TestPacket.tcp(random.nextInt(200), TestPacket.SYN).bytes();
            case 3 -> TestPacket.tcp(random.nextInt(200), TestPacket.ACK).options(new byte[random.nextInt(10) * 4])
                    .bytes();
            case 4 -> TestPacket.tcp(random.nextInt(200), random.nextInt(64)).bytes();
            default -> noise(random);
        };
        return switch (random.nextInt(4)) {
            case 0 -> mutated(frame, random);
            case 1 -> random.nextInt(3) == 0 ? Arrays.copyOf(frame, random.nextInt(frame.length + 1)) : frame;
            default -> frame;
        };
    }

    private static byte[] noise(final Random random) {
        final byte[] frame = new byte[random.nextInt(128)];
        random.nextBytes(frame);
        return frame;
    }

    private static byte[] mutated(final byte[] frame, final Random random) {
        for (int i = random.nextInt(4); i >= 0 && frame.length > 0; i--) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
        }
        return frame;
    }
}
