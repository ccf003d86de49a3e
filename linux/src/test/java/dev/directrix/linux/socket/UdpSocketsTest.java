package dev.directrix.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.linux.Errno;
import dev.directrix.linux.Interfaces;
import dev.directrix.linux.LinuxException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpSocketsTest {

    private static final int PATIENCE_MS = 5_000;
    private static final int SOURCE_PORT = 49_321;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldTellWhereADatagramCameFromAndHowFar(final String text) throws Exception {
        final InetAddress address = InetAddress.getByName(text);
        final int port = freePort(address);
        try (UdpReceiver receiver = UdpReceiver.open(address, port, 64);
                UdpSender sender = UdpSender.open(Optional.of(address), SOURCE_PORT, address, port, 64);
                PollSet poll = PollSet.forReading(receiver.fd())) {
            assertThat(receiver.receive()).isZero();
            assertThat(sender.local()).isEqualTo(address);
            assertThat(sender.send(new byte[] {1, 2, 3}, 3)).isZero();
            assertThat(sender.send(new byte[] {4, 5}, 2)).isZero();
            assertThat(poll.await(PATIENCE_MS)).isEqualTo(1);
            assertThat(receiver.receive()).isEqualTo(2);
            assertThat(receiver.length(0)).isEqualTo(3);
            assertThat(receiver.length(1)).isEqualTo(2);
            final byte[] octets = new byte[3];
            receiver.copy(0, octets);
            assertThat(octets).containsExactly(1, 2, 3);
            receiver.copy(1, octets);
            assertThat(octets).containsExactly(4, 5, 3);
            assertThat(receiver.ttl(1)).isEqualTo(255);
            assertThat(receiver.interfaceIndex(1)).isEqualTo(Interfaces.index("lo"));
            assertThat(receiver.sourceHigh(1)).isEqualTo(SocketAddress.high(address));
            assertThat(receiver.sourceLow(1)).isEqualTo(SocketAddress.low(address));
            assertThat(SocketAddress.address(receiver.sourceHigh(1), receiver.sourceLow(1))).isEqualTo(address);
            assertThat(receiver.localHigh(1)).isEqualTo(SocketAddress.high(address));
            assertThat(receiver.localLow(1)).isEqualTo(SocketAddress.low(address));
        }
    }

    @Test
    void shouldShowTheTtlThatArrivedAndTakeABatchAtOnce() throws Exception {
        final InetAddress address = address("127.0.0.1");
        final int port = freePort(address);
        try (UdpReceiver receiver = UdpReceiver.open(address, port, 64);
                PollSet poll = PollSet.forReading(receiver.fd());
                DatagramSocket plain = new DatagramSocket(new InetSocketAddress(address, 0))) {
            for (int i = 0; i < UdpReceiver.BATCH + 1; i++) {
                plain.send(new DatagramPacket(new byte[100], 100, address, port));
            }
            assertThat(poll.await(PATIENCE_MS)).isEqualTo(1);
            assertThat(receiver.receive()).isEqualTo(UdpReceiver.BATCH);
            assertThat(receiver.ttl(0)).isBetween(1, 254);
            assertThat(receiver.length(0)).isEqualTo(64);
            assertThat(receiver.receive()).isEqualTo(1);
            assertThat(receiver.receive()).isZero();
        }
    }

    @Test
    void shouldLetTheKernelChooseTheSource() throws Exception {
        final InetAddress target = address("127.0.0.9");
        try (UdpSender sender = UdpSender.open(Optional.empty(), SOURCE_PORT + 1, target, 3784, 64)) {
            assertThat(sender.local()).isEqualTo(address("127.0.0.1"));
        }
    }

    @Test
    void shouldNameWhatTheKernelRefuses() throws Exception {
        final InetAddress loopback = address("127.0.0.1");
        final InetAddress foreign = address("192.0.2.77");
        assertThatThrownBy(() -> UdpSender.open(Optional.of(foreign), SOURCE_PORT + 2, loopback, 3784, 64).close())
                .isInstanceOf(LinuxException.class)
                .hasMessageContaining("bind UDP 192.0.2.77 port 49323: EADDRNOTAVAIL");
        final int port = freePort(loopback);
        try (UdpReceiver first = UdpReceiver.open(loopback, port, 64)) {
            assertThat(first.fd()).isPositive();
            assertThatThrownBy(() -> UdpReceiver.open(loopback, port, 64).close())
                    .isInstanceOfSatisfying(LinuxException.class,
                            e -> assertThat(e.is(Errno.EADDRINUSE)).isTrue());
        }
    }

    private static InetAddress address(final String text) throws Exception {
        return InetAddress.getByName(text);
    }

    private static int freePort(final InetAddress address) throws Exception {
        try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress(address, 0))) {
            return probe.getLocalPort();
        }
    }
}
