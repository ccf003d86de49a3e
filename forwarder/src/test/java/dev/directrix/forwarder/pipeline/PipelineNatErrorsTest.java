package dev.directrix.forwarder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.TestPools;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ICMP errors about flows whose client and server have different IP versions (RFC 7915). */
class PipelineNatErrorsTest extends NatRig {
    private static final InetAddress ROUTER_4 = InetAddress.ofLiteral("10.0.0.254");
    private static final InetAddress ROUTER_6 = InetAddress.ofLiteral("fd00::fe");

    private byte[] request = {};
    private InetAddress local = LOCAL_4;
    private int localPort;

    /** A flow of an IPv4 client at an IPv6 server, or the other way. */
    private void begin(final boolean ipv4Client) {
        final InetAddress vip = ipv4Client ? TestPools.VIP : TestPacket.VIP_6;
        serve(fullNat(false), vip, ipv4Client ? SERVER_6 : SERVER_4);
        final TestPacket syn = TestPacket.tcp(4000, TestPacket.SYN);
        process(0, 0, (ipv4Client ? syn : syn.v6()).bytes());
        request = Arrays.copyOfRange(out, 14, out.length);
        local = source(sent());
        localPort = sent().ports() >>> 16;
    }

    /** An error that the client's side sends about an answer. */
    private TestPacket aboutAnswer(
            final boolean ipv4Client, final int type, final int code, final int word, final int payload) {
        final TestPacket answer = new TestPacket().from(ipv4Client ? TestPools.VIP : TestPacket.VIP_6)
                .to(ipv4Client ? CLIENT_4 : TestPacket.CLIENT_6).withTcp(80, 4000, TestPacket.ACK).payload(payload);
        final TestPacket error = TestPacket.icmp(type, code, word, answer.ip());
        return ipv4Client ? error : error.v6();
    }

    /** An error that the server's side sends about the request. */
    private TestPacket aboutRequest(final boolean ipv4Client, final int type, final int code, final int word) {
        final TestPacket error = TestPacket.icmp(type, code, word, request);
        return (ipv4Client ? error.v6().from(ROUTER_6) : error.from(ROUTER_4)).to(local)
                .macs(TestPacket.OWN_MAC + 1, SERVER_MAC);
    }

    /** What left: an error whose checksums and whose quoted packet's checksum are right. */
    private PacketParser sentError() {
        final PacketParser packet = new PacketParser();
        assertThat(packet.parse(TestPacket.segment(out), 0, out.length)).isEqualTo(PacketKind.ICMP_ERROR);
        assertThat(checksumOfError(packet)).as("checksum of the error").isZero();
        final int quoted = (int) packet.quoted();
        final int transport = (int) packet.quotedTransport();
        if (packet.isIpv4()) {
            assertThat(TestPacket.checksum(out, 14, 20)).as("IPv4 checksum").isZero();
            assertThat(TestPacket.checksum(out, quoted, 20)).as("quoted IPv4 checksum").isZero();
        }
        assertThat(quotedBytes(packet)).as("length that the quoted header tells").isEqualTo(out.length - quoted);
        assertThat(TestPacket.transportChecksum(source(packet).getAddress(), destination(packet).getAddress(),
                packet.protocol(), Arrays.copyOfRange(out, transport, out.length))).as("quoted checksum").isZero();
        return packet;
    }

    private int checksumOfError(final PacketParser packet) {
        final int at = (int) packet.transport();
        if (packet.isIpv4()) {
            return TestPacket.checksum(out, at, out.length - at);
        }
        return TestPacket.transportChecksum(Arrays.copyOfRange(out, 22, 38), Arrays.copyOfRange(out, 38, 54),
                IpProtocol.ICMPV6, Arrays.copyOfRange(out, at, out.length));
    }

    private int quotedBytes(final PacketParser packet) {
        final ByteBuffer buffer = ByteBuffer.wrap(out);
        final int quoted = (int) packet.quoted();
        return packet.isIpv4() ? buffer.getShort(quoted + 2) & 0xffff : 40 + (buffer.getShort(quoted + 4) & 0xffff);
    }

    private InetAddress outer(final boolean destination) {
        final boolean ipv4 = out[14] >>> 4 == 4;
        final int at = ipv4 ? 26 + (destination ? 4 : 0) : 22 + (destination ? 16 : 0);
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(out, at, at + (ipv4 ? 4 : 16)));
        } catch (final UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private int typeAndCode(final PacketParser packet) {
        return ByteBuffer.wrap(out).getShort((int) packet.transport());
    }

    private int word(final PacketParser packet) {
        return ByteBuffer.wrap(out).getInt((int) packet.transport() + 4);
    }

    @Test
    void shouldReachTheServerInItsOwnIpVersion() {
        for (final boolean ipv4Client : new boolean[] {true, false}) {
            begin(ipv4Client);
            final TestPacket tooBig = ipv4Client
                    ? aboutAnswer(true, 3, 4, 1400, 6) : aboutAnswer(false, 2, 0, 1400, 6);
            assertThat(process(0, 0, tooBig.ttl(9).bytes())).isEqualTo(Verdict.tx(1));
            final PacketParser error = sentError();
            assertThat(error.ttl()).isEqualTo(8);
            assertThat(typeAndCode(error)).isEqualTo(ipv4Client ? 0x0200 : 0x0304);
            assertThat(word(error)).as("MTU").isEqualTo(ipv4Client ? 1420 : 1380);
            assertThat(outer(false)).isEqualTo(local);
            assertThat(outer(true)).isEqualTo(ipv4Client ? SERVER_6 : SERVER_4);
            assertThat(source(error)).as("quoted destination").isEqualTo(local);
            assertThat(destination(error)).as("quoted source").isEqualTo(ipv4Client ? SERVER_6 : SERVER_4);
            assertThat(error.ports()).isEqualTo((localPort << 16) | 8080);
        }
    }

    @Test
    void shouldReachTheClientInItsOwnIpVersion() {
        for (final boolean ipv4Client : new boolean[] {true, false}) {
            begin(ipv4Client);
            final TestPacket refused = ipv4Client
                    ? aboutRequest(true, 1, 4, 0) : aboutRequest(false, 3, 3, 0);
            assertThat(process(1, 1, refused.tags(0x8100_0007).bytes())).as("at the other worker")
                    .isEqualTo(Verdict.tx(0));
            assertThat(Arrays.copyOfRange(out, 12, 16)).as("VLAN tag").isEqualTo(new byte[] {(byte) 0x81, 0, 0, 7});
            out = untagged(out);
            final PacketParser error = sentError();
            assertThat(typeAndCode(error)).isEqualTo(ipv4Client ? 0x0303 : 0x0104);
            assertThat(outer(false)).isEqualTo(ipv4Client ? TestPools.VIP : TestPacket.VIP_6);
            assertThat(outer(true)).isEqualTo(ipv4Client ? CLIENT_4 : TestPacket.CLIENT_6);
            assertThat(error.ports()).isEqualTo((80 << 16) | 4000);
        }
    }

    @Test
    void shouldLeaveErrorsToTheKernelThatWereNotSentToWhoSentTheQuotedPacket() {
        begin(true);
        assertThat(process(0, 1, aboutRequest(true, 1, 4, 0).to(InetAddress.ofLiteral("fd00:9::8")).bytes()))
                .isEqualTo(Verdict.PASS);
    }

    private static byte[] untagged(final byte... frame) {
        final byte[] result = new byte[frame.length - 4];
        System.arraycopy(frame, 0, result, 0, 12);
        System.arraycopy(frame, 16, result, 12, frame.length - 16);
        return result;
    }

    /** Type, code and word of ICMP, and what becomes of them in ICMPv6; -1: nothing. */
    @ParameterizedTest
    @CsvSource({
        "3,0,0,1,0,0", "3,1,0,1,0,0", "3,2,0,4,1,6", "3,3,0,1,4,0", "3,4,1400,2,0,1420", "3,4,600,2,0,1280",
        "3,4,0,2,0,1280", "3,5,0,1,0,0", "3,6,0,1,0,0", "3,8,0,1,0,0", "3,9,0,1,1,0", "3,10,0,1,1,0", "3,12,0,1,0,0",
        "3,13,0,1,1,0", "3,14,0,-1,0,0", "3,15,0,1,1,0", "4,0,0,-1,0,0", "11,0,0,3,0,0", "11,1,0,3,1,0",
        "12,0,0x00000000,4,0,0", "12,0,0x01000000,4,0,1", "12,0,0x02000000,4,0,4", "12,0,0x08000000,4,0,7",
        "12,2,0x09000000,4,0,6", "12,0,0x0c000000,4,0,8", "12,0,0x10000000,4,0,24", "12,0,0x0a000000,-1,0,0",
        "12,1,0,-1,0,0"})
    void shouldMapErrorsToIpv6(
            final int type, final int code, final String word, final int newType, final int newCode,
            final int newWord) {
        begin(true);
        final int verdict = process(0, 0, aboutAnswer(true, type, code, Integer.decode(word), 6).bytes());
        assertMapped(verdict, newType, newCode, newWord);
    }

    /** As the other, of ICMPv6. */
    @ParameterizedTest
    @CsvSource({
        "1,0,0,3,1,0", "1,1,0,3,10,0", "1,2,0,3,1,0", "1,3,0,3,1,0", "1,4,0,3,3,0", "1,5,0,-1,0,0",
        "2,0,1400,3,4,1380", "2,0,0x01000000,3,4,65535", "2,0,100,3,4,1260", "3,0,0,11,0,0", "3,1,0,11,1,0",
        "4,0,0,12,0,0", "4,0,4,12,0,0x02000000", "4,0,6,12,0,0x09000000", "4,0,7,12,0,0x08000000",
        "4,0,8,12,0,0x0c000000", "4,0,39,12,0,0x10000000", "4,0,2,-1,0,0", "4,0,40,-1,0,0", "4,1,6,3,2,0",
        "4,2,0,-1,0,0"})
    void shouldMapErrorsToIpv4(
            final int type, final int code, final String word, final int newType, final int newCode,
            final String newWord) {
        begin(false);
        final int verdict = process(0, 0, aboutAnswer(false, type, code, Integer.decode(word), 6).bytes());
        assertMapped(verdict, newType, newCode, Integer.decode(newWord));
    }

    private void assertMapped(final int verdict, final int newType, final int newCode, final int newWord) {
        if (newType < 0) {
            assertThat(Verdict.reason(verdict)).isEqualTo(DropReason.UNTRANSLATABLE);
            assertThat(workers[0].counters().dropped(0, DropReason.UNTRANSLATABLE)).isEqualTo(1);
            return;
        }
        assertThat(verdict).isEqualTo(Verdict.tx(1));
        final PacketParser error = sentError();
        assertThat(typeAndCode(error)).isEqualTo((newType << 8) | newCode);
        assertThat(word(error)).isEqualTo(newWord);
    }

    @Test
    void shouldKeepErrorsWithinTheSizeThatTheyMayHave() {
        begin(false);
        assertThat(process(0, 0, aboutAnswer(false, 1, 0, 0, 1101).bytes())).isEqualTo(Verdict.tx(1));
        final PacketParser cut = new PacketParser();
        assertThat(cut.parse(TestPacket.segment(out), 0, out.length)).isEqualTo(PacketKind.ICMP_ERROR);
        assertThat(cut.ipBytes()).isEqualTo(576);
        assertThat(out).hasSize(14 + 576);
        assertThat(checksumOfError(cut)).isZero();

        begin(true);
        nowNs += 1;
        assertThat(process(0, 0, aboutAnswer(true, 3, 1, 0, 1380).bytes())).isEqualTo(Verdict.tx(1));
        assertThat(cut.parse(TestPacket.segment(out), 0, out.length)).isEqualTo(PacketKind.ICMP_ERROR);
        assertThat(cut.ipBytes()).isEqualTo(1280);
        assertThat(checksumOfError(cut)).isZero();
    }

    /** RFC 4884: the length of the quoted packet stands in the error, extensions follow. */
    @Test
    void shouldLeaveExtensionsOut() {
        begin(true);
        final byte[] answer = new TestPacket().from(TestPools.VIP).to(CLIENT_4).withTcp(80, 4000, TestPacket.ACK)
                .payload(88).ip();
        final byte[] extended = Arrays.copyOf(answer, 144);
        Arrays.fill(extended, 128, 144, (byte) 0x5a);
        assertThat(process(0, 0, TestPacket.icmp(11, 0, 32 << 16, extended).bytes())).isEqualTo(Verdict.tx(1));
        final PacketParser error = sentError();
        assertThat(word(error)).isZero();
        assertThat(error.transportBytes()).isEqualTo(8 + 40 + 108);
    }

    @Test
    void shouldKeepADamagedErrorRecognisable() {
        for (final boolean ipv4Client : new boolean[] {true, false}) {
            begin(ipv4Client);
            final byte[] frame = aboutAnswer(ipv4Client, ipv4Client ? 3 : 1, 1, 0, 40).bytes();
            frame[frame.length - 3] ^= 0x40;
            assertThat(process(0, 0, frame)).isEqualTo(Verdict.tx(1));
            final PacketParser error = new PacketParser();
            error.parse(TestPacket.segment(out), 0, out.length);
            assertThat(checksumOfError(error)).isNotZero();
        }
    }
}
