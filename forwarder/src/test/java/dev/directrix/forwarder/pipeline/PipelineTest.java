package dev.directrix.forwarder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.TestPools;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineTest {
    private final TestDirector director = new TestDirector(TestPools.servers(4, ServerState.ACTIVE));

    @AfterEach
    void close() {
        director.close();
    }

    @Test
    void shouldChangeTheMacAddressesAndNothingElse() {
        final byte[] before = TestPacket.tcp(40_000, TestPacket.ACK).ttl(1).options(new byte[8]).padded(5).bytes();
        final MemorySegment frame = TestPacket.segment(before);

        final int verdict = director.process(frame);

        final int server = director.pipeline.lastServer();
        assertThat(verdict).isEqualTo(Verdict.tx(server % 3));
        final byte[] after = TestPacket.bytes(frame);
        final ByteBuffer macs = ByteBuffer.wrap(after);
        assertThat(macs.getLong(0) >>> 16).isEqualTo(TestNextHops.macOfServer(server));
        assertThat(macs.getLong(6) >>> 16).isEqualTo(TestPacket.OWN_MAC + server % 3);
        assertThat(Arrays.copyOfRange(after, 12, after.length))
                .isEqualTo(Arrays.copyOfRange(before, 12, before.length));
    }

    @Test
    void shouldAnswerAnEchoRequestToAVipAtThePortWhereItCame() {
        final MemorySegment frame = TestPacket.icmp(8).macs(TestPacket.OWN_MAC + 2, TestPacket.ROUTER_MAC).segment();
        assertThat(director.pipeline.process(frame, 0, (int) frame.byteSize(), 2, 0)).isEqualTo(Verdict.tx(2));
        final byte[] reply = TestPacket.bytes(frame);
        assertThat(ByteBuffer.wrap(reply).getLong(0) >>> 16).isEqualTo(TestPacket.ROUTER_MAC);
        assertThat(ByteBuffer.wrap(reply).getLong(6) >>> 16).isEqualTo(TestPacket.OWN_MAC + 2);
        assertThat(TestPacket.checksum(reply, 34, 32)).isZero();
        assertThat(director.total(Counters.Total.ECHO_REPLIES)).isEqualTo(1);
    }

    @Test
    void shouldLeaveWhatIsForNoVipToTheKernelUnchanged() {
        final byte[] arp = new byte[60];
        arp[12] = 8;
        arp[13] = 6;
        final byte[][] others = {
            arp,
            new byte[3],
            TestPacket.tcp(1, TestPacket.ACK).to(0xc000_0263).bytes(),
            TestPacket.icmp(8).to(0xc000_0263).bytes(),
            TestPacket.tcp(1, 0).to(0xc000_0263).fragment(0x2000).bytes(),
            ByteBuffer.allocate(60).putShort(12, (short) 0x86dd).array()
        };
        for (final byte[] other : others) {
            final MemorySegment frame = TestPacket.segment(other);
            assertThat(director.process(frame)).isEqualTo(Verdict.PASS);
            assertThat(TestPacket.bytes(frame)).isEqualTo(other);
        }
        assertThat(director.total(Counters.Total.PASSED)).isEqualTo(others.length);
    }

    static Stream<Arguments> drops() {
        final byte[] badTcp = TestPacket.tcp(1, TestPacket.ACK).bytes();
        badTcp[46] = 0x40;
        final byte[] badIp = TestPacket.tcp(1, TestPacket.ACK).bytes();
        badIp[14] = 0x44;
        return Stream.of(
                Arguments.of(DropReason.TRUNCATED, Arrays.copyOf(badTcp, 30)),
                Arguments.of(DropReason.BAD_IP_HEADER, badIp),
                Arguments.of(DropReason.BAD_TRANSPORT_HEADER, badTcp),
                Arguments.of(DropReason.FRAGMENT, TestPacket.udp(1).fragment(0x00b9).bytes()),
                Arguments.of(DropReason.ICMP_OTHER, TestPacket.icmp(3).bytes()),
                Arguments.of(DropReason.ICMP_OTHER, TestPacket.icmp(0).bytes()),
                Arguments.of(DropReason.ICMP_OTHER, TestPacket.icmp(8).options(new byte[4]).bytes()),
                Arguments.of(DropReason.UNSUPPORTED_PROTOCOL, TestPacket.tcp(1, 0).protocol(47).bytes()),
                Arguments.of(DropReason.TTL_ZERO, TestPacket.tcp(1, 0).ttl(0).bytes()),
                Arguments.of(DropReason.NO_SERVICE, new TestPacket().withTcp(1, 81, TestPacket.ACK).bytes()),
                Arguments.of(DropReason.LOOP,
                        TestPacket.tcp(1, 0).macs(TestPacket.OWN_MAC, TestPacket.OWN_MAC + 2).bytes()),
                Arguments.of(DropReason.LOOP,
                        TestPacket.icmp(8).macs(TestPacket.OWN_MAC, TestPacket.OWN_MAC).bytes()),
                Arguments.of(DropReason.OTHER_HOST,
                        TestPacket.tcp(1, 0).macs(0x0200_0000_0099L, TestPacket.ROUTER_MAC).bytes()),
                Arguments.of(DropReason.OTHER_HOST,
                        TestPacket.tcp(1, 0).macs(0xffff_ffff_ffffL, TestPacket.ROUTER_MAC).bytes()),
                Arguments.of(DropReason.MARTIAN, TestPacket.tcp(1, 0).from(0x7f00_0001).bytes()),
                Arguments.of(DropReason.MARTIAN, TestPacket.tcp(1, 0).from(0xe000_0001).bytes()),
                Arguments.of(DropReason.MARTIAN, TestPacket.tcp(1, 0).from(5).bytes()),
                Arguments.of(DropReason.MARTIAN, TestPacket.icmp(8).from(0xc000_020a).bytes()));
    }

    @ParameterizedTest
    @MethodSource("drops")
    void shouldDropWithAReasonAndCountIt(final DropReason reason, final byte[] bytes) {
        final MemorySegment frame = TestPacket.segment(bytes);
        final int verdict = director.process(frame);
        assertThat(Verdict.describe(verdict)).isEqualTo("drop " + reason.label());
        assertThat(director.pipeline.counters().dropped(reason)).isEqualTo(1);
        assertThat(TestPacket.bytes(frame)).as("a dropped frame is not rewritten").isEqualTo(bytes);
        assertThat(director.total(Counters.Total.FORWARDED)).isZero();
    }

    @Test
    void shouldDropWithoutServersAndWithoutNextHop() {
        assertThat(director.process(TestPacket.tcp(9, TestPacket.ACK))).isNotNegative();
        director.nextHops.forget(director.pipeline.lastServer());
        assertThat(Verdict.reason(director.process(TestPacket.tcp(9, TestPacket.ACK))))
                .isEqualTo(DropReason.NO_NEXT_HOP);
        director.serve(TestPools.servers(4, ServerState.DOWN));
        assertThat(Verdict.reason(director.process(TestPacket.tcp(9, TestPacket.ACK))))
                .isEqualTo(DropReason.NO_SERVER);
        assertThat(Verdict.reason(director.process(TestPacket.tcp(10, TestPacket.SYN))))
                .isEqualTo(DropReason.NO_SERVER);
    }

    @Test
    void shouldCountDropsByServiceWhereItIsKnown() {
        final Counters counters = director.pipeline.counters();
        director.process(TestPacket.tcp(9, TestPacket.SYN).from(InetAddress.ofLiteral("127.0.0.1")));
        director.process(TestPacket.udp(9).from(InetAddress.ofLiteral("127.0.0.1")));
        director.process(TestPacket.tcp(9, TestPacket.SYN).to(TestPools.VIP).withTcp(9, 81, TestPacket.SYN));
        director.serve(TestPools.servers(4, ServerState.DOWN));
        director.process(TestPacket.tcp(9, TestPacket.SYN));
        assertThat(counters.dropped(DropReason.MARTIAN)).isEqualTo(2);
        assertThat(counters.dropped(0, DropReason.MARTIAN)).isEqualTo(1);
        assertThat(counters.dropped(1, DropReason.MARTIAN)).isEqualTo(1);
        assertThat(counters.dropped(0, DropReason.NO_SERVER)).isEqualTo(1);
        assertThat(counters.dropped(DropReason.NO_SERVICE)).isEqualTo(1);
        assertThat(counters.dropped(0, DropReason.NO_SERVICE)).isZero();
        assertThat(counters.dropped(100_000, DropReason.MARTIAN)).isZero();
    }

    @Test
    void shouldCountFramesAndBytesByServiceAndServer() {
        long bytes = 0;
        for (int port = 1; port <= 300; port++) {
            final TestPacket packet = port % 3 == 0 ? TestPacket.udp(port) : TestPacket.tcp(port, TestPacket.ACK);
            bytes += packet.bytes().length;
            assertThat(Verdict.isTx(director.process(packet))).isTrue();
        }
        final Counters counters = director.pipeline.counters();
        assertThat(counters.total(Counters.Total.FORWARDED)).isEqualTo(300);
        assertThat(counters.total(Counters.Total.FORWARDED_BYTES)).isEqualTo(bytes);
        assertThat(counters.ofService(0, Counters.Part.PACKETS)).isEqualTo(200);
        assertThat(counters.ofService(1, Counters.Part.PACKETS)).isEqualTo(100);
        final int ids = director.compiler.servers().size();
        for (final Counters.Part part : new Counters.Part[] {Counters.Part.PACKETS, Counters.Part.FLOWS}) {
            assertThat(IntStream.range(0, ids).mapToLong(id -> counters.ofServer(id, part)).sum()).isEqualTo(300);
            assertThat(IntStream.range(0, ids).mapToLong(id -> counters.ofServer(id, part)))
                    .allMatch(packets -> packets > 0);
        }
        assertThat(IntStream.range(0, ids).mapToLong(id -> counters.ofServer(id, Counters.Part.BYTES)).sum())
                .isEqualTo(bytes);
        assertThat(counters.ofService(1, Counters.Part.FLOWS)).isEqualTo(100);
        assertThat(counters.ofServer(100_000, Counters.Part.PACKETS)).isZero();
    }

    @Test
    void shouldDecideABatchAsOneAfterTheOther() {
        final Random random = new Random(2);
        try (TestDirector single = new TestDirector(TestPools.servers(4, ServerState.ACTIVE))) {
            for (int round = 0; round < 200; round++) {
                final int count = random.nextInt(Pipeline.MAX_BATCH + 1);
                final byte[][] frames = new byte[count][];
                final long[] offsets = new long[count];
                final int[] lengths = new int[count];
                for (int i = 0; i < count; i++) {
                    frames[i] = RandomFrames.next(random);
                    offsets[i] = i * 128L;
                    lengths[i] = frames[i].length;
                }
                final MemorySegment memory = TestPacket.segment(new byte[Pipeline.MAX_BATCH * 128]);
                for (int i = 0; i < count; i++) {
                    memory.asSlice(offsets[i], lengths[i]).copyFrom(MemorySegment.ofArray(frames[i]));
                }
                final int[] verdicts = new int[count];
                director.pipeline.processBatch(memory, offsets, lengths, verdicts, count, 0, director.nowNs);
                for (int i = 0; i < count; i++) {
                    final MemorySegment alone = TestPacket.segment(frames[i]);
                    assertThat(verdicts[i]).isEqualTo(single.process(alone));
                    assertThat(TestPacket.bytes(memory.asSlice(offsets[i], lengths[i])))
                            .isEqualTo(TestPacket.bytes(alone));
                }
            }
            for (final Counters.Total total : Counters.Total.values()) {
                assertThat(director.total(total)).as("%s", total).isEqualTo(single.total(total));
            }
        }
    }
}
