package dev.directrix.maglev;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class FlowHashTest {

    private static final Seed.Key KEY = new Seed.Key(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    private static final FlowHash HASH = new FlowHash(KEY);

    /** Values computed with OpenSSL over the packet's bytes under the key 00 01 .. 0f, for other implementations. */
    @Test
    void shouldHashKnownFlows() {
        assertThat(emitted(HASH.hash4(0xc6336407, 0xc000020a, 40_000, 80, 6))).isEqualTo("66a6e4e37db843fa");
        assertThat(emitted(HASH.hash4(0x0a010203, 0xc000020b, 65_535, 53, 17))).isEqualTo("368c3acad0f5cc6b");
        assertThat(emitted(HASH.hash6(0x20010db800000000L, 7, 0x20010db800010000L, 0x10, 40_000, 443, 6)))
                .isEqualTo("b14067c628ff6904");
        assertThat(emitted(HASH.hash6(0xfe80000000000000L, 1, 0xff02000000000000L, 0xfb, 5353, 5353, 17)))
                .isEqualTo("a09c0db4cff8037f");
    }

    @Test
    void shouldEqualSipHashOverThePacketsBytes() {
        Cases.forAll(500, random -> {
            final Seed.Key key = new Seed.Key(random.nextLong(), random.nextLong());
            final FlowHash hash = new FlowHash(key);
            final int[] ports = {random.nextInt(65_536), random.nextInt(65_536)};
            final int protocol = random.nextInt(256);
            final int source = random.nextInt();
            final int destination = random.nextInt();
            final byte[] packet4 = ByteBuffer.allocate(13).putInt(source).putInt(destination)
                    .putShort((short) ports[0]).putShort((short) ports[1]).put((byte) protocol).array();
            assertThat(hash.hash4(source, destination, ports[0], ports[1], protocol))
                    .isEqualTo(SipHash.hash(1, 3, key.k0(), key.k1(), packet4));
            final long[] words = random.longs(4).toArray();
            final byte[] packet6 = ByteBuffer.allocate(37).putLong(words[0]).putLong(words[1]).putLong(words[2])
                    .putLong(words[3]).putShort((short) ports[0]).putShort((short) ports[1]).put((byte) protocol)
                    .array();
            assertThat(hash.hash6(words[0], words[1], words[2], words[3], ports[0], ports[1], protocol))
                    .isEqualTo(SipHash.hash(1, 3, key.k0(), key.k1(), packet6));
        });
    }

    @Test
    void shouldSpreadNeighbouringFlowsOverTheSlots() {
        final MaglevTable table = MaglevBuilder.build(Cases.equal(4), 1_021, Cases.SEED);
        final FlowHash hash = FlowHash.of(Cases.SEED);
        final int[] flows = new int[4];
        for (int port = 0; port < 20_000; port++) {
            flows[table.backendAt(table.slotOf(hash.hash4(0xc6336407, 0xc000020a, 10_000 + port, 80, 6)))]++;
        }
        assertThat(IntStream.of(flows)).allMatch(count -> count > 4_700 && count < 5_300);
    }

    @Test
    void shouldAllocateNothing() throws JMException {
        run(20_000);
        final long before = allocatedBytes();
        final long sum = run(1_000_000);
        final long allocated = allocatedBytes() - before;
        assertThat(sum).isNotZero();
        assertThat(allocated).as("bytes allocated for 2,000,000 hashes").isLessThan(1_000_000);
    }

    private static long run(final int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += HASH.hash4(i, 1, i, 80, 6) + HASH.hash6(i, 1, 2, 3, i, 80, 6);
        }
        return sum;
    }

    private static long allocatedBytes() throws JMException {
        return (long) ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName("java.lang:type=Threading"),
                "getThreadAllocatedBytes", new Object[] {Thread.currentThread().threadId()},
                new String[] {"long"});
    }

    private static String emitted(final long hash) {
        return HexFormat.of().toHexDigits(Long.reverseBytes(hash));
    }
}
