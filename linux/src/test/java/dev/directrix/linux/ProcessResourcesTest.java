package dev.directrix.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProcessResourcesTest {

    @Test
    void shouldFindInterfacesByNameAndNumber() {
        assertThat(Interfaces.index("lo")).isEqualTo(1);
        assertThat(Interfaces.name(1)).contains("lo");
        assertThat(Interfaces.name(1 << 30)).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> Interfaces.index("nosuch0")).isInstanceOf(LinuxException.class)
                .hasMessage("find interface nosuch0: ENODEV (No such device)");
    }

    @Test
    void shouldReadTheLimitOnLockedMemory() throws Exception {
        final String soft = Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(line -> line.startsWith("Max locked memory")).findFirst().orElseThrow().split(" {2,}", -1)[1];
        final long expected = "unlimited".equals(soft) ? MemoryLock.UNLIMITED : Long.parseLong(soft);
        assertThat(MemoryLock.limitBytes()).isEqualTo(expected);
        assertThat(MemoryLock.allows(1)).isTrue();
    }

    @Test
    void shouldPinAThreadToItsCpu() throws Exception {
        final CompletableFuture<String> allowed = new CompletableFuture<>();
        final Thread thread = Thread.ofPlatform().start(() -> {
            try {
                CpuAffinity.pinCurrentThread(0);
                allowed.complete(Files.readString(Path.of("/proc/thread-self/status")));
            } catch (final Exception e) {
                allowed.completeExceptionally(e);
            }
        });
        assertThat(allowed.get()).containsPattern("Cpus_allowed_list:\\s+0\\n");
        thread.join();
        assertThatThrownBy(() -> CpuAffinity.pinCurrentThread(5000)).hasMessageContaining("0..1023");
    }

    @Test
    void shouldCloseADescriptorOnce() {
        final OwnedFd fd = new OwnedFd(dev.directrix.linux.socket.EventFd.open().fd());
        fd.close();
        fd.close();
        assertThatThrownBy(fd::number).hasMessageContaining("closed");
    }

    @Test
    void shouldStopIgnoringASignal() throws Exception {
        final int signal = 28; // SIGWINCH, whose default is to do nothing
        try (Arena arena = Arena.ofConfined()) {
            assertThat(Libc.signal(new CallState(arena), signal, 1)).isZero();
        }
        assertThat(ignored(signal)).isTrue();
        IgnoredSignals.restoreDefault(signal);
        assertThat(ignored(signal)).isFalse();
        assertThatThrownBy(() -> IgnoredSignals.restoreDefault(9_999)).hasMessageContaining("EINVAL");
    }

    private static boolean ignored(final int signal) throws IOException {
        final String mask = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:")).findFirst().orElseThrow().substring(7).strip();
        return (Long.parseUnsignedLong(mask, 16) >>> (signal - 1) & 1) == 1;
    }

    @Test
    void shouldNameErrorsAsEngineersDo() {
        assertThat(new LinuxException("bind to eth0", 16, "taken by another")).hasMessage(
                "bind to eth0: EBUSY (Device or resource busy): taken by another");
        assertThat(Errno.describe(4095)).isEqualTo("errno 4095");
        assertThatThrownBy(() -> LinuxException.check("poll", -22)).matches(e -> ((LinuxException) e).is(Errno.EINVAL));
    }
}
