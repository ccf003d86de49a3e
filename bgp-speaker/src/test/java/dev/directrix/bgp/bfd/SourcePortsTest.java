package dev.directrix.bgp.bfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.bgp.LoopbackPort;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourcePortsTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("127.0.0.2");

    private final Random random = new Random(5);

    @Test
    void shouldGiveEachPortOfTheStandardsRangeOnce() {
        final SourcePorts ports = new SourcePorts(random);
        final Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < 16_384; i++) {
            final int port = ports.take();
            assertThat(port).isBetween(49_152, 65_535);
            assertThat(taken.add(port)).isTrue();
        }
        assertThatThrownBy(ports::take).isInstanceOf(BfdException.class).hasMessageContaining("16384 BFD sessions");
        assertThat(ports.insteadOf(50_000)).as("there is no other").isEqualTo(50_000);
        ports.release(60_000);
        assertThat(ports.insteadOf(50_000)).isEqualTo(60_000);
        assertThat(ports.take()).isEqualTo(50_000);
    }

    @Test
    void shouldSendFromAnotherPortWhereAProgramHasTheFirst() throws Exception {
        final int first = LoopbackPort.free();
        final SourcePorts two = new SourcePorts(first, 2, alwaysZero());
        try (DatagramSocket program = new DatagramSocket(new InetSocketAddress(HERE, first));
            DatagramSocket router = new DatagramSocket(new InetSocketAddress(THERE, 0))) {
            router.setSoTimeout(20_000);
            final BfdEndpoint endpoint = new BfdEndpoint(new BfdPeer(THERE, Optional.of(HERE)),
                BfdSettings.of(Duration.ofMillis(50), 3), new BfdIdentity(1, 1), two, router.getLocalPort(), () -> 0,
                transition -> { }, Clock.systemUTC());
            long nowNs = 0;
            endpoint.start(nowNs);
            for (int i = 0; i < 3; i++) {
                nowNs = endpoint.deadline();
                endpoint.tick(nowNs);
            }
            final DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            router.receive(packet);
            assertThat(packet.getPort()).isEqualTo(first + 1).isNotEqualTo(program.getLocalPort());
            assertThat(endpoint.status().lastSendFailure().orElse("")).contains("EADDRINUSE");
            endpoint.leave();
            assertThat(two.take()).as("the program's, which this session does not hold").isEqualTo(first);
        }
    }

    private static Random alwaysZero() {
        return new Random() {
            private static final long serialVersionUID = 1;

            @Override
            public int nextInt(final int bound) {
                return 0;
            }
        };
    }
}
