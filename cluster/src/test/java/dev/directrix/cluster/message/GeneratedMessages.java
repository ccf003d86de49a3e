package dev.directrix.cluster.message;

import dev.directrix.forwarder.epoch.Exceptions;
import java.util.random.RandomGenerator;

/** Messages of every type, drawn at random within what can be told; bounds come often. */
final class GeneratedMessages {
    private static final int TYPES = 12;

    private GeneratedMessages() {
    }

    static Message draw(final RandomGenerator random) {
        return switch (random.nextInt(TYPES)) {
            case 0 -> new Message.Pin(number(random), first(random), flows(random));
            case 1 -> new Message.PinAck(number(random), number(random));
            case 2 -> new Message.SnapshotRequest();
            case 3 -> new Message.Snapshot(first(random), flows(random), random.nextBoolean());
            case 4 -> new Message.SnapshotAck(number(random));
            case 5 -> new Message.Handover(first(random), flows(random));
            case 6 -> new Message.HandoverAck(number(random));
            case 7 -> new Message.GrantRequest(random.nextLong());
            case 8 -> new Message.Grant(random.nextLong());
            case 9 -> new Message.Abandon(number(random));
            case 10 -> new Message.Switched(number(random));
            default -> new Message.Talk(number(random), random.nextBoolean(), random.nextBoolean(), text(random));
        };
    }

    private static byte[] text(final RandomGenerator random) {
        final byte[] text = new byte[random.nextInt(4) == 0
                ? MessageCodec.MOST_TEXT : random.nextInt(MessageCodec.MOST_TEXT + 1)];
        random.nextBytes(text);
        return text;
    }

    private static long number(final RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> MessageCodec.MAX_NUMBER;
            default -> random.nextLong(MessageCodec.MAX_NUMBER);
        };
    }

    private static long first(final RandomGenerator random) {
        return Math.min(number(random), MessageCodec.MAX_NUMBER - MessageCodec.MOST_FLOWS);
    }

    private static Flows flows(final RandomGenerator random) {
        final int count = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> MessageCodec.MOST_FLOWS;
            default -> random.nextInt(MessageCodec.MOST_FLOWS + 1);
        };
        final long[] hashes = new long[count];
        final int[] pools = new int[count];
        final int[] servers = new int[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = random.nextLong();
            pools[i] = random.nextInt(8) == 0 ? Exceptions.MAX_POOL : random.nextInt(Exceptions.MAX_POOL + 1);
            servers[i] = random.nextInt(8) == 0 ? Exceptions.MAX_SERVER : random.nextInt(Exceptions.MAX_SERVER + 1);
        }
        return new Flows(hashes, pools, servers);
    }
}
