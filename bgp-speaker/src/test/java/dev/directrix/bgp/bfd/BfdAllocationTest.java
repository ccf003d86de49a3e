package dev.directrix.bgp.bfd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What runs twenty times a second for each router must leave nothing to the garbage collector. */
class BfdAllocationTest {

    private static final int WARM_UP = 50_000;
    private static final int ROUNDS = 20_000;
    private static final long INTERVAL_NS = 50_000_000;
    /** Far below one object a packet; the measurement itself and the compiler's threads are not free. */
    private static final long LIMIT_BYTES = ROUNDS;

    /** A machine whose packets go straight into the mailbox of the other one. */
    private static final class Side implements BfdOutput {

        private final BfdPacket mailbox = new BfdPacket();
        private boolean mail;

        @Override
        public void transmit(final BfdPacket packet) {
            System.arraycopy(packet.octets(), 0, mailbox.octets(), 0, packet.length());
            mailbox.received(packet.length());
            mail = true;
        }

        @Override
        public void changed(final BfdTransition transition) {
            // The states are read from the machines.
        }

        void deliver(final BfdStateMachine target, final long nowNs) {
            if (mail) {
                mail = false;
                if (mailbox.check() == BfdVerdict.ACCEPTED) {
                    target.received(mailbox, nowNs);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAllocateNothingWhileNothingChanges(final BfdAuthType type) {
        final BfdSettings settings = BfdSettings.of(Duration.ofNanos(INTERVAL_NS), 3)
            .withAuthentication(Optional.of(BfdAuthentication.of(type, 1, "secret")));
        final Side left = new Side();
        final Side right = new Side();
        final BfdStateMachine one = new BfdStateMachine(settings, 1, 1, () -> 0.5, left);
        final BfdStateMachine two = new BfdStateMachine(settings, 2, 2, () -> 0.5, right);
        one.start(0);
        two.start(0);
        final long warm = run(one, left, two, right, 0, WARM_UP);
        assertThat(one.state()).isEqualTo(BfdState.UP);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        run(one, left, two, right, warm, ROUNDS);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(one.sent()).isGreaterThan(WARM_UP / 2);
        assertThat(two.state()).isEqualTo(BfdState.UP);
        assertThat(allocated).as("octets for " + ROUNDS + " rounds").isLessThan(LIMIT_BYTES);
    }

    private static long run(
        final BfdStateMachine one, final Side left, final BfdStateMachine two, final Side right, final long startNs,
        final int rounds) {
        long nowNs = startNs;
        for (int i = 0; i < rounds; i++) {
            nowNs += INTERVAL_NS;
            one.tick(nowNs);
            two.tick(nowNs);
            left.deliver(two, nowNs);
            right.deliver(one, nowNs);
        }
        return nowNs;
    }
}
