package dev.directrix.bgp.bfd;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.function.Supplier;

/** Two state machines and a path between them that loses packets; time is driven. */
final class BfdSimulation {

    private final Random random;
    private final BfdStateMachine left;
    private final BfdStateMachine right;
    private final Queue<Runnable> underWay = new ArrayDeque<>();
    private double loss;
    private boolean cut;
    private long now = 1;

    BfdSimulation(final BfdSettings ofLeft, final BfdSettings ofRight, final long seed) {
        random = new Random(seed);
        left = new BfdStateMachine(ofLeft, 1, 1, random::nextDouble, output(() -> right()));
        right = new BfdStateMachine(ofRight, 2, 2, random::nextDouble, output(() -> left()));
        left.start(now);
        right.start(now);
    }

    List<BfdState> states() {
        return List.of(left.state(), right.state());
    }

    boolean isPolling() {
        return left.isPolling() || right.isPolling();
    }

    void cut() {
        cut = true;
    }

    void join() {
        cut = false;
    }

    void runFor(final Duration time, final double newLoss) {
        loss = newLoss;
        final long end = now + time.toNanos();
        for (long next = next(); next <= end; next = next()) {
            now = next;
            left.tick(now);
            right.tick(now);
            deliver();
        }
        now = end;
    }

    private BfdStateMachine left() {
        return left;
    }

    private BfdStateMachine right() {
        return right;
    }

    private void deliver() {
        while (!underWay.isEmpty()) {
            underWay.remove().run();
        }
    }

    private long next() {
        return Math.max(now, Math.min(left.nextDeadline(), right.nextDeadline()));
    }

    private BfdOutput output(final Supplier<BfdStateMachine> target) {
        return new BfdOutput() {
            @Override
            public void transmit(final BfdPacket packet) {
                if (!cut && random.nextDouble() >= loss) {
                    final BfdPacket copy = BfdPacket.of(Arrays.copyOf(packet.octets(), packet.length()));
                    if (copy.check() == BfdVerdict.ACCEPTED) {
                        underWay.add(() -> target.get().received(copy, now));
                    }
                }
            }

            @Override
            public void changed(final BfdTransition transition) {
                // The states are read from the machines.
            }
        };
    }
}
