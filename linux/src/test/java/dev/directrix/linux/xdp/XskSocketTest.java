package dev.directrix.linux.xdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.linux.Interfaces;
import dev.directrix.linux.VethPair;
import dev.directrix.linux.bpf.BpfLink;
import dev.directrix.linux.bpf.BpfObject;
import dev.directrix.linux.bpf.TestObject;
import dev.directrix.linux.bpf.XdpMode;
import dev.directrix.linux.socket.PacketSocket;
import dev.directrix.linux.socket.PollSet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class XskSocketTest {

    private static final int RING = 64;

    @Test
    void shouldRefuseImpossibleSizes() {
        assertThatThrownBy(() -> XskConfig.of(1, 0).withRingSize(100)).hasMessageContaining("power of two");
        assertThatThrownBy(() -> XskConfig.of(0, 0)).hasMessageContaining("interface 0");
        assertThatThrownBy(() -> Umem.allocate(16, 1500)).hasMessageContaining("2048 or 4096");
    }

    @Test
    void shouldStackFreeFrames() {
        try (Umem umem = Umem.allocate(4, 2048)) {
            assertThat(umem.freeFrames()).isEqualTo(4);
            final long first = umem.take();
            final long second = umem.take();
            umem.give(first + 256);
            assertThat(umem.take()).isEqualTo(first);
            assertThat(second).isEqualTo(2048);
            assertThat(umem.memory().byteSize()).isEqualTo(4 * 2048);
        }
    }

    @Test
    @Tag("root")
    void shouldEchoEveryFrameOfManyRingTurns() throws Exception {
        try (VethPair pair = VethPair.create();
                PacketSocket peer = pair.left().call(() -> PacketSocket.open(Interfaces.index("left")));
                BpfObject object = BpfObject.open("echo", TestObject.compile("echo"));
                Umem umem = Umem.allocate(4 * RING, 2048)) {
            object.load();
            final int right = pair.right().call(() -> Interfaces.index("right"));
            try (XskSocket socket = pair.right().call(
                    () -> XskSocket.open(umem, XskConfig.of(right, 0).withMode(XskMode.COPY).withRingSize(RING)));
                    BpfLink link = pair.right().call(() -> object.program("echo").attachXdp(right, XdpMode.NATIVE));
                    PollSet poll = PollSet.forReading(socket.fd())) {
                object.map("sockets").put(0, socket.fd());
                assertThat(socket.zeroCopy()).isFalse();
                assertThat(link.fd()).isPositive();
                assertThat(socket.transmitNeedsWakeup()).isTrue();
                for (int i = 0; i < 10 * RING; i++) {
                    final byte[] frame = frame(i);
                    peer.send(frame);
                    assertThat(echo(socket, poll)).isEqualTo(1);
                    assertThat(answer(peer)).hasValueSatisfying(seen -> {
                        assertThat(seen).hasSameSizeAs(frame)
                                .endsWith(frame[frame.length - 2], frame[frame.length - 1]);
                        assertThat(seen[0]).isEqualTo((byte) 0x52);
                    });
                }
                final XskStatistics statistics = socket.statistics();
                assertThat(statistics.receiveLost()).isZero();
                assertThat(statistics.transmitInvalidDescriptors()).isZero();
                assertThat(statistics.receiveInvalidDescriptors()).isZero();
            }
            assertThat(umem.freeFrames()).isEqualTo(umem.frameCount());
        }
    }

    @Test
    @Tag("root")
    void shouldCountWhatItHadNoFrameFor() throws Exception {
        try (VethPair pair = VethPair.create();
                PacketSocket peer = pair.left().call(() -> PacketSocket.open(Interfaces.index("left")));
                BpfObject object = BpfObject.open("echo", TestObject.compile("echo"));
                Umem umem = Umem.allocate(2, 4096)) {
            object.load();
            final int right = pair.right().call(() -> Interfaces.index("right"));
            try (XskSocket socket = pair.right().call(() -> XskSocket.open(umem, XskConfig.of(right, 0)));
                    BpfLink link = pair.right().call(() -> object.program("echo").attachXdp(right, XdpMode.AUTO));
                    PollSet poll = PollSet.forReading(socket.fd())) {
                object.map("sockets").put(0, socket.fd());
                assertThat(link.fd()).isPositive();
                for (int i = 0; i < 5; i++) {
                    peer.send(frame(i));
                }
                poll.await(2000);
                final long deadline = System.nanoTime() + 5_000_000_000L;
                while (socket.statistics().fillRingEmpty() < 3 && System.nanoTime() < deadline) {
                    Thread.onSpinWait();
                }
                assertThat(socket.statistics().fillRingEmpty()).isEqualTo(3);
                assertThat(socket.receive(10)).isEqualTo(2);
                assertThat(socket.length(1)).isEqualTo(frame(1).length);
            }
        }
    }

    @Test
    @Tag("root")
    void shouldExplainARefusedBind() throws Exception {
        try (VethPair pair = VethPair.create(); Umem umem = Umem.allocate(16, 2048)) {
            pair.right().call(() -> {
                final XskConfig config = XskConfig.of(Interfaces.index("right"), 0);
                assertThatThrownBy(() -> XskSocket.open(umem, config.withMode(XskMode.ZERO_COPY)))
                        .hasMessageContaining("bind AF_XDP socket to interface right queue 0 in mode ZERO_COPY")
                        .hasMessageContaining("EOPNOTSUPP").hasMessageContaining("copy mode");
                assertThatThrownBy(() -> XskSocket.open(umem, XskConfig.of(config.interfaceIndex(), 9)))
                        .hasMessageContaining("queue 9").hasMessageContaining("EINVAL");
                try (XskSocket first = XskSocket.open(umem, config)) {
                    assertThat(first.fd()).isPositive();
                    assertThatThrownBy(() -> XskSocket.open(umem, config)).hasMessageContaining("EBUSY")
                            .hasMessageContaining("another process");
                }
                assertThat(umem.freeFrames()).isEqualTo(16);
                return null;
            });
        }
    }

    /** Sends what has come back with its first octet changed: how many. */
    private static int echo(final XskSocket socket, final PollSet poll) {
        poll.await(2000);
        final int received = socket.receive(RING);
        final int room = socket.reserveTransmit(received);
        assertThat(room).isEqualTo(received);
        final MemorySegment memory = socket.umem().memory();
        for (int i = 0; i < received; i++) {
            memory.set(ValueLayout.JAVA_BYTE, socket.address(i), (byte) 0x52);
            socket.transmit(i, socket.address(i), socket.length(i));
        }
        socket.release(received);
        socket.submit(received);
        socket.wakeTransmit();
        assertThat(socket.transmitBacklog()).isZero();
        socket.reclaim();
        socket.refill(RING);
        return received;
    }

    private static Optional<byte[]> answer(final PacketSocket peer) {
        Optional<byte[]> seen = peer.receive(2000);
        while (seen.isPresent() && seen.get()[12] != (byte) 0x88) {
            seen = peer.receive(2000);
        }
        return seen;
    }

    private static byte[] frame(final int number) {
        final byte[] frame = new byte[60 + number % 1000];
        frame[0] = 2;
        frame[12] = (byte) 0x88;
        frame[13] = (byte) 0xb5;
        frame[frame.length - 2] = (byte) (number >>> 8);
        frame[frame.length - 1] = (byte) number;
        return frame;
    }
}
