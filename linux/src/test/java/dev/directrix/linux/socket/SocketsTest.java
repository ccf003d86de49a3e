package dev.directrix.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.linux.CallState;
import dev.directrix.linux.Interfaces;
import dev.directrix.linux.Libc;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.OwnedFd;
import dev.directrix.linux.VethPair;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketsTest {
    private static final int ATTEMPTS = 20;

    @Test
    void shouldWakeAPollByAnEventFd() {
        try (EventFd first = EventFd.open(); EventFd second = EventFd.open();
                PollSet poll = PollSet.forReading(first.fd(), second.fd())) {
            assertThat(poll.await(0)).isZero();
            second.signal();
            second.signal();
            assertThat(poll.await(PollSet.FOREVER)).isEqualTo(1);
            assertThat(poll.ready(0)).isFalse();
            assertThat(poll.ready(1)).isTrue();
            assertThat(second.drain()).isEqualTo(2);
            assertThat(second.drain()).isZero();
            assertThat(poll.await(0)).isZero();
        }
    }

    @Test
    void shouldTellTheSupervisorByItsPathOrAbstractName(@TempDir final Path folder) {
        final String path = folder.resolve("notify").toString();
        assertThat(received(path, path)).isEqualTo("READY=1\nSTATUS=ready");
        final String name = "dx-" + ProcessHandle.current().pid() + "-notify";
        assertThat(received('\0' + name, '@' + name)).isEqualTo("READY=1\nSTATUS=ready");
    }

    @Test
    void shouldSayWhenNoSupervisorListens(@TempDir final Path folder) {
        assertThat(SupervisorSocket.of(Map.of())).isEmpty();
        final String path = folder.resolve("none").toString();
        assertThatThrownBy(() -> supervisor(path).tell("READY=1"))
                .hasMessage("notify the supervisor at " + path + ": ENOENT (No such file or directory)");
        assertThatThrownBy(() -> supervisor("relative").tell("READY=1")).hasMessageContaining("neither a path");
    }

    @Test
    @Tag("root")
    void shouldPassWholeFramesThroughPacketSockets() throws Exception {
        try (VethPair pair = VethPair.create();
                PacketSocket sender = pair.left().call(() -> PacketSocket.open(Interfaces.index("left")));
                PacketSocket receiver = pair.right().call(() -> PacketSocket.open(Interfaces.index("right")))) {
            final byte[] frame = new byte[60];
            frame[0] = 2;
            frame[12] = (byte) 0x88;
            frame[13] = (byte) 0xb5;
            frame[59] = 7;
            Optional<byte[]> seen = Optional.empty();
            for (int attempt = 0; attempt < ATTEMPTS && seen.isEmpty(); attempt++) {
                sender.send(frame); // the kernel loses what is sent before the pair's carrier is there
                seen = receiver.receive(200);
                while (seen.isPresent() && (seen.get()[12] != frame[12] || seen.get()[13] != frame[13])) {
                    seen = receiver.receive(200);
                }
            }
            assertThat(seen).hasValueSatisfying(octets -> assertThat(octets).isEqualTo(frame));
        }
    }

    private static SupervisorSocket supervisor(final String path) {
        return SupervisorSocket.of(Map.of("NOTIFY_SOCKET", path)).orElseThrow();
    }

    private static String received(final String bindName, final String variable) {
        try (Arena arena = Arena.ofConfined()) {
            final CallState state = new CallState(arena);
            final byte[] name = bindName.getBytes(StandardCharsets.UTF_8);
            final MemorySegment address = arena.allocate(2L + name.length, Short.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
            MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
            try (OwnedFd fd = new OwnedFd(LinuxException.check("socket", Libc.socket(state, 1, 2, 0)))) {
                LinuxException.check("bind", Libc.bind(state, fd.number(), address, (int) address.byteSize()));
                supervisor(variable).tell("READY=1\nSTATUS=ready");
                final MemorySegment text = arena.allocate(100);
                final long length = LinuxException.check("recv", Libc.recv(state, fd.number(), text, 0x40));
                return new String(text.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
            }
        }
    }
}
