package dev.directrix.forwarder.xdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.directrix.forwarder.service.PortRange;
import dev.directrix.linux.Capability;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
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
    void shouldLookBehindVlanTags() throws Exception {
        final InetAddress other = InetAddress.getByName("192.0.2.11");
        expect(tagged(ipv4(vip, TCP, 0, 0), 0x8100), DROP, XdpCounter.NO_SOCKET);
        expect(tagged(tagged(ipv4(vip, UDP, 0, 0), 0x8100), 0x88a8), DROP, XdpCounter.NO_SOCKET);
        expect(tagged(ipv6(vip6), 0x8100), DROP, XdpCounter.NO_SOCKET);
        expect(tagged(ipv4(other, TCP, 0, 0), 0x8100), PASS, XdpCounter.PASSED);
        expect(tagged(tagged(tagged(ipv4(vip, UDP, 0, 0), 0x8100), 0x8100), 0x8100), PASS, XdpCounter.PASSED);
        expect(Arrays.copyOf(tagged(ipv4(vip, TCP, 0, 0), 0x8100), 37), PASS, XdpCounter.PASSED);
        expect(Arrays.copyOf(tagged(tagged(ipv4(vip, TCP, 0, 0), 0x8100), 0x8100), 21), PASS, XdpCounter.PASSED);
    }

    private static byte[] tagged(final byte[] untagged, final int type) {
        final ByteBuffer tagged = ByteBuffer.allocate(untagged.length + 4);
        tagged.put(untagged, 0, 12).putShort((short) type).putShort((short) 7);
        return tagged.put(untagged, 12, untagged.length - 12).array();
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
        expect(ipv4(vip, ICMP, 0, UNREACHABLE), DROP, XdpCounter.NO_SOCKET);
        expect(ipv4(vip, TCP, MORE_FRAGMENTS, 0), DROP, XdpCounter.NO_SOCKET);
        expect(ipv4(vip, UDP, 185, 0), DROP, XdpCounter.NO_SOCKET);
        for (final int nextHeader : new int[] {0, TCP, UDP, 43, 44, 58, 60}) {
            expect(ipv6(vip6, nextHeader), DROP, XdpCounter.NO_SOCKET);
        }
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
        expect(ipv4(vip, GRE, 0, 0), DROP, XdpCounter.UNSERVED);
        expect(ipv6(vip6, GRE), DROP, XdpCounter.UNSERVED);
    }

    @Test
    void shouldTakeAnswersToLocalAddressesAtTheirPorts() throws Exception {
        for (final String text : new String[] {"10.0.9.9", "fd00:9::9"}) {
            final InetAddress local = InetAddress.getByName(text);
            filter.answers(Map.of(local, new PortRange(5000, 5999)), Set.of());
            final boolean ipv4 = local.getAddress().length == 4;
            expect(ports(local, 80, 5000), DROP, XdpCounter.NO_SOCKET);
            expect(ports(local, 80, 5999), DROP, XdpCounter.NO_SOCKET);
            expect(ports(local, 80, 4999), PASS, XdpCounter.PASSED);
            expect(ports(local, 80, 6000), PASS, XdpCounter.PASSED);
            expect(ipv4 ? ipv4(local, UDP, 185, 0) : ipv6(local, 44), DROP, XdpCounter.NO_SOCKET);
            final byte[] echo = ipv4 ? ipv4(local, ICMP, 0, ECHO_REQUEST) : icmp6(local, 128);
            expect(echo, PASS, XdpCounter.PASSED);
            final byte[] error = ipv4 ? ipv4(local, ICMP, 0, UNREACHABLE) : icmp6(local, 1);
            expect(error, DROP, XdpCounter.NO_SOCKET);
            filter.answers(Map.of(), Set.of());
            expect(ports(local, 80, 5000), PASS, XdpCounter.PASSED);
        }
    }

    @Test
    void shouldTakeAnswersOfNatServersButNotThoseToThisHost() throws Exception {
        final InetAddress client = InetAddress.getByName("198.51.100.7");
        final InetAddress own = InetAddress.getByName("10.0.0.254");
        final InetAddress server = InetAddress.getByName("0.0.0.0");
        filter.own(Set.of(own));
        filter.answers(Map.of(), Set.of(new NatServer(server, 8080, TCP), new NatServer(server, 0, 0)));
        expect(ports(client, 8080, 40_000), DROP, XdpCounter.NO_SOCKET);
        expect(ports(own, 8080, 40_000), PASS, XdpCounter.PASSED);
        expect(ports(client, 8081, 40_000), PASS, XdpCounter.PASSED);
        expect(ipv4(client, TCP, 185, 0), DROP, XdpCounter.NO_SOCKET);
        final byte[] error = ipv4(client, ICMP, 0, UNREACHABLE);
        final ByteBuffer quoted = ByteBuffer.wrap(error).put(42, (byte) 0x45).put(51, (byte) TCP)
            .putInt(58, 0x0a00_0001).putShort(62, (short) 40_000).putShort(64, (short) 8080);
        expect(error, PASS, XdpCounter.PASSED);
        quoted.putInt(58, 0);
        expect(error, DROP, XdpCounter.NO_SOCKET);
        filter.answers(Map.of(), Set.of(new NatServer(server, NatServer.ANY, TCP)));
        expect(ports(client, 8081, 40_000), DROP, XdpCounter.NO_SOCKET);
        filter.answers(Map.of(), Set.of());
        expect(ports(client, 8080, 40_000), PASS, XdpCounter.PASSED);
    }

    private static byte[] ports(final InetAddress destination, final int source, final int port) {
        final boolean ipv4 = destination.getAddress().length == 4;
        final byte[] frame = ipv4 ? ipv4(destination, TCP, 0, 0) : ipv6(destination);
        ByteBuffer.wrap(frame).putShort(ipv4 ? 34 : 54, (short) source).putShort(ipv4 ? 36 : 56, (short) port);
        return frame;
    }

    private static byte[] icmp6(final InetAddress destination, final int type) {
        final byte[] frame = ipv6(destination, 58);
        frame[54] = (byte) type;
        return frame;
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
        expect(ipv6(vip6), DROP, XdpCounter.NO_SOCKET);
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
        return ipv6(destination, TCP);
    }

    private static byte[] ipv6(final InetAddress destination, final int nextHeader) {
        final ByteBuffer frame = ByteBuffer.wrap(ethernet(0x86dd, 60));
        frame.put(14, (byte) 0x60);
        frame.put(20, (byte) nextHeader);
        frame.put(38, destination.getAddress());
        return frame.array();
    }

    private static byte[] ethernet(final int type, final int payload) {
        return ByteBuffer.allocate(14 + payload).putShort(12, (short) type).array();
    }
}
