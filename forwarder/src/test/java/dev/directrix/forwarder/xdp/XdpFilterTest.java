package dev.directrix.forwarder.xdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.directrix.linux.Capability;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The XDP program's decisions on single frames, in the kernel, attached to nothing: so no queue has a socket. */
@Tag("root")
class XdpFilterTest {

    private static final int DROP = 1;
    private static final int PASS = 2;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int GRE = 47;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int DO_NOT_FRAGMENT = 0x4000;
    private static final int ECHO_REQUEST = 8;
    private static final int UNREACHABLE = 3;

    private InetAddress vip;
    private InetAddress vip6;
    private XdpFilter filter;

    @BeforeEach
    void load() throws Exception {
        assumeTrue(Capability.effective().contains(Capability.BPF)
            && Capability.effective().contains(Capability.NET_ADMIN), "needs root, to load an XDP program");
        vip = InetAddress.getByName("192.0.2.10");
        vip6 = InetAddress.getByName("2001:db8::10");
        filter = XdpFilter.load();
        filter.add(Set.of(vip, vip6));
        filter.gate(XdpFilter.GATE_OPEN);
    }

    @AfterEach
    void unload() {
        if (filter != null) {
            filter.close();
        }
    }

    @Test
    void shouldLeaveEverythingElseToTheKernel() throws Exception {
        final InetAddress other = InetAddress.getByName("192.0.2.11");
        expect(ipv4(other, TCP, 0, 0), PASS, XdpCounter.PASSED);
        expect(ipv4(other, ICMP, MORE_FRAGMENTS, ECHO_REQUEST), PASS, XdpCounter.PASSED);
        expect(ipv6(InetAddress.getByName("2001:db8::11")), PASS, XdpCounter.PASSED);
        expect(ethernet(0x0806, 28), PASS, XdpCounter.PASSED);
        expect(ethernet(0x88cc, 46), PASS, XdpCounter.PASSED);
    }

    @Test
    void shouldLeaveTaggedFramesToTheKernel() {
        final byte[] untagged = ipv4(vip, TCP, 0, 0);
        final ByteBuffer tagged = ByteBuffer.allocate(untagged.length + 4);
        tagged.put(untagged, 0, 12).putShort((short) 0x8100).putShort((short) 7);
        tagged.put(untagged, 12, untagged.length - 12);
        expect(tagged.array(), PASS, XdpCounter.PASSED);
    }

    @Test
    void shouldLeaveFramesThatEndTooEarlyToTheKernel() {
        for (int length = 14; length < 34; length++) {
            expect(Arrays.copyOf(ipv4(vip, TCP, 0, 0), length), PASS, XdpCounter.PASSED);
        }
    }

    @Test
    void shouldTakeWhatThePipelineServes() {
        // Taken, but there is no socket to give it to.
        expect(ipv4(vip, TCP, 0, 0), DROP, XdpCounter.NO_SOCKET);
        expect(ipv4(vip, TCP, DO_NOT_FRAGMENT, 0), DROP, XdpCounter.NO_SOCKET);
        expect(ipv4(vip, UDP, 0, 0), DROP, XdpCounter.NO_SOCKET);
        expect(ipv4(vip, ICMP, 0, ECHO_REQUEST), DROP, XdpCounter.NO_SOCKET);
    }

    @Test
    void shouldFindIcmpBehindIpOptions() {
        final byte[] plain = ipv4(vip, ICMP, 0, ECHO_REQUEST);
        final ByteBuffer options = ByteBuffer.allocate(plain.length + 8);
        options.put(plain, 0, 34).putLong(0).put(plain, 34, plain.length - 34);
        options.put(14, (byte) 0x47);
        expect(options.array(), DROP, XdpCounter.NO_SOCKET);
    }

    @Test
    void shouldDropWhatNobodyServes() {
        expect(ipv4(vip, TCP, MORE_FRAGMENTS, 0), DROP, XdpCounter.FRAGMENT);
        expect(ipv4(vip, UDP, 185, 0), DROP, XdpCounter.FRAGMENT);
        expect(ipv4(vip, ICMP, 185, ECHO_REQUEST), DROP, XdpCounter.FRAGMENT);
        expect(ipv4(vip, ICMP, 0, UNREACHABLE), DROP, XdpCounter.UNSERVED);
        expect(ipv4(vip, GRE, 0, 0), DROP, XdpCounter.UNSERVED);
        expect(ipv6(vip6), DROP, XdpCounter.UNSERVED);
        expect(Arrays.copyOf(ipv4(vip, ICMP, 0, ECHO_REQUEST), 41), DROP, XdpCounter.UNSERVED);
    }

    @Test
    void shouldObeyTheGate() {
        filter.gate(XdpFilter.GATE_OFF);
        expect(ipv4(vip, TCP, 0, 0), PASS, XdpCounter.GATE_OFF);
        expect(ipv4(vip, TCP, MORE_FRAGMENTS, 0), PASS, XdpCounter.GATE_OFF);

        filter.gate(System.nanoTime() + 3_600_000_000_000L);
        expect(ipv4(vip, TCP, 0, 0), DROP, XdpCounter.NO_SOCKET);

        filter.gate(1);
        expect(ipv4(vip, TCP, 0, 0), DROP, XdpCounter.EXPIRED);
    }

    @Test
    void shouldForgetVips() throws Exception {
        filter.retain(Set.of(vip6));
        expect(ipv4(vip, TCP, 0, 0), PASS, XdpCounter.PASSED);
        expect(ipv6(vip6), DROP, XdpCounter.UNSERVED);
        filter.retain(Set.of());
        expect(ipv6(vip6), PASS, XdpCounter.PASSED);
    }

    @Test
    void shouldHoldAsManyVipsAsItSays() throws Exception {
        final Set<InetAddress> many = new HashSet<>();
        for (int i = 1; i < XdpFilter.MAX_VIPS; i++) {
            many.add(InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >>> 8), (byte) i}));
        }
        filter.add(many);
        expect(ipv4(vip, TCP, 0, 0), DROP, XdpCounter.NO_SOCKET);
        expect(ipv4(InetAddress.getByName("10.0.15.255"), TCP, 0, 0), DROP, XdpCounter.NO_SOCKET);
    }

    private void expect(final byte[] frame, final int verdict, final XdpCounter counter) {
        final long before = filter.counted(counter);
        assertThat(filter.program().run(frame, 1).verdict()).isEqualTo(verdict);
        assertThat(filter.counted(counter)).isEqualTo(before + 1);
    }

    private static byte[] ipv4(
        final InetAddress destination, final int protocol, final int fragment, final int icmpType) {
        final ByteBuffer frame = ByteBuffer.wrap(ethernet(0x0800, 60));
        frame.put(14, (byte) 0x45);
        frame.putShort(16, (short) 60);
        frame.putShort(20, (short) fragment);
        frame.put(22, (byte) 64);
        frame.put(23, (byte) protocol);
        frame.put(30, destination.getAddress());
        frame.put(34, (byte) icmpType);
        return frame.array();
    }

    private static byte[] ipv6(final InetAddress destination) {
        final ByteBuffer frame = ByteBuffer.wrap(ethernet(0x86dd, 60));
        frame.put(14, (byte) 0x60);
        frame.put(20, (byte) TCP);
        frame.put(38, destination.getAddress());
        return frame.array();
    }

    private static byte[] ethernet(final int type, final int payload) {
        return ByteBuffer.allocate(14 + payload).putShort(12, (short) type).array();
    }
}
