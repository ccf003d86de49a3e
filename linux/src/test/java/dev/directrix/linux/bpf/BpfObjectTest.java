package dev.directrix.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.linux.Interfaces;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.VethPair;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class BpfObjectTest {

    private static final int XDP_DROP = 1;
    private static final int XDP_PASS = 2;
    private static final int XDP_TX = 3;
    /** Fewer than the 256 that wait at a veth at most: it drops what comes while its ring is full. */
    private static final int LIVE_BURST = 200;

    @Test
    void shouldRunProgramsOnTestFrames() throws Exception {
        try (BpfObject object = BpfObject.open("echo", TestObject.compile("echo"))) {
            object.load();
            final TestRun marked = object.program("mark").run(new byte[64], 10);
            assertThat(marked.verdict()).isEqualTo(XDP_TX);
            assertThat(marked.frame()).hasSize(64).contains((byte) 0x5a, org.assertj.core.data.Index.atIndex(14));
            assertThat(object.program("echo").run(new byte[64], 7).verdict()).isEqualTo(XDP_PASS);
            assertThat(object.map("counters").sum(0)).isEqualTo(7);
        }
    }

    @Test
    void shouldSetConstantsAndSizesBeforeLoading() throws Exception {
        try (BpfObject object = BpfObject.open("echo", TestObject.compile("echo"))) {
            assertThatThrownBy(() -> object.map("table").fd()).hasMessageContaining("before its object is loaded");
            object.map(".rodata").initialValue().set(ValueLayout.JAVA_INT, 4, XDP_DROP);
            object.map("table").maxEntries(2);
            object.program("mark").autoload(false);
            object.load();
            assertThat(object.program("echo").run(new byte[64], 1).verdict()).isEqualTo(XDP_DROP);
            assertThat(object.map("table").maxEntries()).isEqualTo(2);
            assertThatThrownBy(() -> object.program("mark").fd()).isInstanceOf(LinuxException.class);
        }
    }

    @Test
    void shouldReadWriteAndWalkMaps() throws Exception {
        try (BpfObject object = BpfObject.open("echo", TestObject.compile("echo"))) {
            object.load();
            final BpfMap table = object.map("table");
            for (int i = 1; i <= 4; i++) {
                table.put(key(i), value(i * 100L));
            }
            assertThat(table.get(key(3))).hasValueSatisfying(v -> assertThat(v).isEqualTo(value(300)));
            assertThatThrownBy(() -> table.put(key(5), value(0))).hasMessageContaining("write BPF map table");
            assertThat(table.remove(3)).isTrue();
            assertThat(table.remove(key(3))).isFalse();
            assertThat(table.get(key(3))).isEmpty();
            final Map<Integer, Long> seen = new HashMap<>();
            table.forEach((k, v) -> seen.put(ByteBuffer.wrap(k).order(ByteOrder.nativeOrder()).getInt(),
                    ByteBuffer.wrap(v).order(ByteOrder.nativeOrder()).getLong()));
            assertThat(seen).containsOnly(Map.entry(1, 100L), Map.entry(2, 200L), Map.entry(4, 400L));
            assertThatThrownBy(() -> table.put(new byte[2], value(1))).hasMessageContaining("keys of 4");
            try (BpfObject other = BpfObject.open("other", TestObject.compile("echo"))) {
                other.map("table").reuse(table);
                other.load();
                assertThat(other.map("table").get(key(4))).isPresent();
            }
        }
    }

    @Test
    void shouldDetachWhenTheLinkIsClosed() throws Exception {
        try (VethPair pair = VethPair.create();
                BpfObject object = BpfObject.open("echo", TestObject.compile("echo"))) {
            object.load();
            pair.left().call(() -> {
                final int index = Interfaces.index("left");
                for (final XdpMode mode : XdpMode.values()) {
                    try (BpfLink link = object.program("echo").attachXdp(index, mode)) {
                        assertThat(link.fd()).isPositive();
                        assertThat(pair.ipLeft("-d link show left"))
                                .contains(mode == XdpMode.GENERIC ? "xdpgeneric" : "prog/xdp");
                        assertThatThrownBy(() -> object.program("mark").attachXdp(index, mode))
                                .hasMessageContaining("EBUSY").hasMessageContaining("left");
                    }
                    assertThat(pair.ipLeft("-d link show left")).doesNotContain("xdp");
                }
                return null;
            });
        }
    }

    @Test
    void shouldCarryOutTheVerdictsOfLiveFrames() throws Exception {
        try (VethPair pair = VethPair.create();
                BpfObject sender = BpfObject.open("sender", TestObject.compile("echo"));
                BpfObject counter = BpfObject.open("counter", TestObject.compile("echo"))) {
            sender.load();
            counter.load();
            try (BpfLink counting = pair.right().call(
                    () -> counter.program("echo").attachXdp(Interfaces.index("right"), XdpMode.NATIVE))) {
                final byte[] frame = new byte[64];
                frame[0] = 2;
                pair.left().call(() -> {
                    for (int sent = LIVE_BURST; sent <= 10_000; sent += LIVE_BURST) {
                        sender.program("mark").runLive(Interfaces.index("left"), frame, LIVE_BURST, 64);
                        awaitSum(counter.map("counters"), sent);
                    }
                    return null;
                });
                assertThat(counting.fd()).isPositive();
                assertThat(counter.map("counters").sum(0)).isBetween(10_000L, 10_100L);
            }
        }
    }

    @Test
    void shouldCarryTheVerifiersWordsInTheException() throws Exception {
        try (BpfObject object = BpfObject.open("refused", TestObject.compile("refused"))) {
            assertThatThrownBy(object::load).isInstanceOf(LinuxException.class)
                    .hasMessageContaining("load BPF object refused: EACCES")
                    .hasMessageContaining("invalid access to packet");
            assertThat(object.loaded()).isFalse();
        }
        assertThatThrownBy(() -> BpfObject.open("text", new byte[] {1, 2, 3, 4}))
                .hasMessageContaining("open BPF object text").hasMessageContaining("libbpf");
    }

    @Test
    void shouldNameWhatTheObjectLacks() throws Exception {
        try (BpfObject object = BpfObject.open("echo", TestObject.compile("echo"))) {
            assertThatThrownBy(() -> object.map("nosuch")).hasMessageContaining("find map nosuch");
            assertThatThrownBy(() -> object.program("nosuch")).hasMessageContaining("find program nosuch");
        }
    }

    private static void awaitSum(final BpfMap counters, final long least) {
        final long deadline = System.nanoTime() + 5_000_000_000L;
        while (counters.sum(0) < least && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    private static byte[] key(final int key) {
        return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(key).array();
    }

    private static byte[] value(final long value) {
        return ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(value).array();
    }
}
