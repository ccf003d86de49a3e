package dev.directrix.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NetworkNamespaceTest {

    @Test
    @Tag("root")
    void shouldReturnToWhereTheThreadWas() throws Exception {
        try (VethPair pair = VethPair.create()) {
            final int inside = pair.left().call(() -> Interfaces.index("left"));
            assertThat(inside).isPositive();
            assertThatThrownBy(() -> Interfaces.index("left")).hasMessageContaining("ENODEV");
            assertThatThrownBy(() -> pair.right().call(() -> {
                throw new IllegalStateException("from inside");
            })).hasMessage("from inside");
            assertThatThrownBy(() -> Interfaces.index("right")).hasMessageContaining("ENODEV");
        }
    }

    @Test
    @Tag("root")
    void shouldCountTheQueuesInUseAndNotThoseAllocated() throws Exception {
        try (VethPair pair = VethPair.create()) {
            pair.ipLeft("link add many numrxqueues 3 numtxqueues 3 type veth "
                    + "peer name twin numrxqueues 1 numtxqueues 1");
            assertThat(pair.left().call(() -> Channels.receive("many"))).isEqualTo(3);
            assertThat(pair.left().call(() -> Channels.receive("left"))).isEqualTo(1);
        }
    }

    @Test
    void shouldNameTheNamespaceThatIsMissing() {
        assertThatThrownBy(() -> NetworkNamespace.enter("dx-none", () -> 1))
                .hasMessage("open network namespace /run/netns/dx-none: ENOENT (No such file or directory)");
    }

    @Test
    void shouldRefuseVirtualThreads() throws Exception {
        final CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                NetworkNamespace.enter("dx-none", () -> 1);
                failure.complete(new AssertionError("entered"));
            } catch (final Exception e) {
                failure.complete(e);
            }
        });
        assertThat(failure.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("platform thread");
    }
}
