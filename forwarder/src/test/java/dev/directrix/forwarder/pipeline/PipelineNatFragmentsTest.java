package dev.directrix.forwarder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.packet.TestPacket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Fragments of flows whose client and server have different IP versions. */
class PipelineNatFragmentsTest extends NatRig {

    @Test
    void shouldTranslateFragmentsBetweenIpVersions() {
        serve(fullNat(false), TestPacket.VIP_6, SERVER_4);
        final byte[] datagram = Arrays.copyOfRange(TestPacket.udp(4000, 792).v6().ip(), 40, 840);
        final byte[] first = Arrays.copyOfRange(datagram, 0, 400);
        final byte[] second = Arrays.copyOfRange(datagram, 400, 800);
        assertThat(process(0, 0, fragment6(1, first).bytes())).isEqualTo(Verdict.tx(1));
        PacketParser packet = sent();
        final int localPort = packet.ports() >>> 16;
        final byte[] whole = Arrays.copyOf(Arrays.copyOfRange(out, 34, out.length), 800);
        assertThat(new int[] {packet.fragmentId(), packet.fragmentOffset()}).containsExactly(0xbeef, 0);
        assertThat(packet.moreFragments()).isTrue();
        assertThat(process(0, 0, fragment6(400, second).bytes())).isEqualTo(Verdict.tx(1));
        packet = sent();
        assertThat(new int[] {packet.fragmentId(), packet.fragmentOffset()}).containsExactly(0xbeef, 400);
        assertThat(packet.moreFragments()).isFalse();
        System.arraycopy(out, 34, whole, 400, 400);
        assertThat(TestPacket.transportChecksum(LOCAL_4.getAddress(), SERVER_4.getAddress(), IpProtocol.UDP, whole))
                .as("of the whole datagram").isZero();

        final byte[] reply = TestPacket.udp(1, 792).from(SERVER_4).to(LOCAL_4).ip();
        ByteBuffer.wrap(reply).putShort(20, (short) 8080).putShort(22, (short) localPort);
        final byte[] answer = Arrays.copyOfRange(
                TestPacket.udp(1).transport(Arrays.copyOfRange(reply, 20, 820)).from(SERVER_4).to(LOCAL_4).ip(),
                20, 820);
        assertThat(process(0, 1, fragment4(0x2000, Arrays.copyOf(answer, 400)).bytes())).isEqualTo(Verdict.tx(0));
        packet = sent();
        assertThat(packet.ports()).isEqualTo((53 << 16) | 4000);
        assertThat(new int[] {packet.fragmentId(), packet.fragmentOffset()}).containsExactly(0x77, 0);
        final byte[] back = Arrays.copyOf(Arrays.copyOfRange(out, 62, out.length), 800);
        assertThat(process(0, 1, fragment4(50, Arrays.copyOfRange(answer, 400, 800)).bytes())).isEqualTo(Verdict.tx(0));
        packet = sent();
        assertThat(new int[] {packet.fragmentId(), packet.fragmentOffset()}).containsExactly(0x77, 400);
        assertThat(packet.moreFragments()).isFalse();
        System.arraycopy(out, 62, back, 400, 400);
        assertThat(TestPacket.transportChecksum(TestPacket.VIP_6.getAddress(), TestPacket.CLIENT_6.getAddress(),
                IpProtocol.UDP, back)).as("of the whole datagram").isZero();
    }

    @Test
    void shouldTellAServerWhoseFragmentsGrowTooLargeAndDropTheirRest() {
        serve(fullNat(false), TestPacket.VIP_6, SERVER_4);
        process(0, 0, TestPacket.udp(4000, 4).v6().bytes());
        final byte[] part = new byte[1480];
        ByteBuffer.wrap(part).putShort((short) 8080).putShort((short) (sent().ports() >>> 16)).putShort((short) 2960)
                .putShort((short) 1);
        assertThat(process(0, 1, fragment4(0x2000, part).bytes())).as("to the server").isEqualTo(Verdict.tx(1));
        assertThat(ByteBuffer.wrap(out).getInt(34 + 4)).as("MTU").isEqualTo(1472);
        assertThat(Verdict.isTx(process(0, 1, fragment4(185, part).bytes()))).isFalse();
    }

    /** From the client to the VIP: its offset, and whether more follow in the lowest bit. */
    private static TestPacket fragment6(final int place, final byte... part) {
        return TestPacket.udp(4000).v6().part(part).extensions(IpProtocol.FRAGMENT, ByteBuffer.allocate(8)
                .put((byte) IpProtocol.UDP).put((byte) 0).putShort((short) place).putInt(0x1234_beef).array());
    }

    private static TestPacket fragment4(final int fragment, final byte... part) {
        return TestPacket.udp(1).part(part).fragment(fragment).from(SERVER_4).to(LOCAL_4)
                .macs(TestPacket.OWN_MAC + 1, SERVER_MAC);
    }
}
