package dev.directrix.forwarder.decap;

import static dev.directrix.forwarder.decap.TunnelFrames.TCP;
import static dev.directrix.forwarder.decap.TunnelFrames.UDP;
import static dev.directrix.forwarder.decap.TunnelFrames.address;
import static dev.directrix.forwarder.decap.TunnelFrames.frame;
import static dev.directrix.forwarder.decap.TunnelFrames.ip;
import static dev.directrix.forwarder.decap.TunnelFrames.ipv4;
import static dev.directrix.forwarder.decap.TunnelFrames.ipv6;
import static dev.directrix.forwarder.decap.TunnelFrames.join;
import static dev.directrix.forwarder.decap.TunnelFrames.minimal;
import static dev.directrix.forwarder.decap.TunnelFrames.octets;
import static dev.directrix.forwarder.decap.TunnelFrames.transport;
import static dev.directrix.forwarder.decap.TunnelFrames.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.directrix.forwarder.service.AddressRange;
import dev.directrix.linux.Capability;
import dev.directrix.linux.bpf.BpfObject;
import dev.directrix.linux.bpf.TestRun;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decapsulator's work on single frames, in the kernel, attached to nothing. */
@Tag("root")
class DecapProgramTest {

    private static final int DROP = 1;
    private static final int PASS = 2;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int IPIP = 4;
    private static final int SIT = 41;
    private static final int GRE = 47;
    private static final int MINIMAL = 55;
    private static final int FRAGMENT = 44;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int OTHER_PORT = 5555;

    private static final InetAddress DIRECTOR = address("10.0.1.11");
    private static final InetAddress DIRECTOR6 = address("2001:db8:1::11");
    private static final InetAddress SERVER = address("10.0.1.21");
    private static final InetAddress SERVER6 = address("2001:db8:1::21");
    private static final InetAddress CLIENT = address("198.51.100.7");
    private static final InetAddress CLIENT6 = address("2001:db8:7::7");
    private static final InetAddress VIP = address("192.0.2.10");
    private static final InetAddress VIP6 = address("2001:db8:2::10");
    private static final InetAddress IN_RANGE = address("203.0.113.77");
    private static final DecapSettings EVERYTHING = new DecapSettings(EnumSet.allOf(TunnelKind.class),
        List.of(SERVER, SERVER6),
        List.of(AddressRange.of(VIP), AddressRange.of(VIP6), new AddressRange(address("203.0.113.0"), 24)), List.of(),
        OptionalLong.empty(), List.of(DecapSettings.GUE_PORT, OTHER_PORT),
        Map.of(5, List.of(VIP, VIP6), 9, List.of(VIP6)));

    private BpfObject loaded;

    @BeforeEach
    void load() {
        assumeTrue(Capability.effective().contains(Capability.BPF)
            && Capability.effective().contains(Capability.NET_ADMIN), "needs root, to load an XDP program");
        loaded = DecapProgram.load(EVERYTHING);
    }

    @AfterEach
    void unload() {
        if (loaded != null) {
            loaded.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 4", "4, 6", "6, 4", "6, 6"})
    void shouldStripEveryTunnelOfEveryFamily(final int outer, final int inner) {
        final byte[] packet = inner == 4 ? client4(TCP) : client6(TCP);
        final int protocol = inner == 4 ? IPIP : SIT;
        final byte[] type = inner == 4 ? octets(8, 0) : octets(0x86, 0xdd);
        for (final int[] tags : new int[][] {{}, {7}, {100, 7}}) {
            expectStripped(DecapCounter.IPIP, packet, toServer(outer, protocol, packet), tags);
            expectStripped(DecapCounter.GRE, packet, toServer(outer, GRE, join(octets(0, 0), type, packet)), tags);
            expectStripped(DecapCounter.GRE, packet,
                toServer(outer, GRE, join(octets(0x10, 0), type, octets(0, 0, 0, 1), packet)), tags);
            expectStripped(DecapCounter.GUE, packet,
                toServer(outer, UDP, udp(6080, join(octets(0, protocol, 0, 0), packet))), tags);
            expectStripped(DecapCounter.GUE, packet,
                toServer(outer, UDP, udp(OTHER_PORT, join(octets(2, protocol, 0, 0), new byte[8], packet))), tags);
            expectStripped(DecapCounter.GUE, packet, toServer(outer, UDP, udp(6080, packet)), tags);
        }
    }

    @Test
    void shouldStripBehindOuterOptionsAndExtensionHeaders() {
        final byte[] packet = client4(UDP);
        expectStripped(DecapCounter.IPIP, packet,
            ipv4(DIRECTOR, SERVER, IPIP, 0, 0, octets(7, 7, 4, 0, 0, 0, 0, 0), packet));
        // What Linux adds to IPv6 tunnels: an encapsulation limit (RFC 2473 §4.1.1).
        expectStripped(DecapCounter.IPIP, packet, ipv6(DIRECTOR6, SERVER6, DESTINATION_OPTIONS, 0,
            join(octets(IPIP, 0, 4, 1, 4, 1, 1, 0), packet)));
        expectStripped(DecapCounter.IPIP, packet, ipv6(DIRECTOR6, SERVER6, FRAGMENT, 0,
            join(octets(IPIP, 0, 0, 0, 1, 2, 3, 4), packet)));
    }

    @Test
    void shouldStripWhatTheClientFragmented() {
        expectStripped(DecapCounter.IPIP, ipv4(CLIENT, VIP, UDP, 0, 185, new byte[0], new byte[600]),
            toServer(4, IPIP, ipv4(CLIENT, VIP, UDP, 0, 185, new byte[0], new byte[600])));
    }

    @Test
    void shouldLeaveEthernetPaddingToTheKernel() {
        final byte[] packet = client4(TCP);
        final byte[] padded = join(frame(toServer(4, IPIP, packet)), new byte[6]);
        expect(DecapCounter.IPIP, padded, join(frame(packet), new byte[6]));
    }

    @Test
    void shouldAcceptVipsByRange() {
        final byte[] packet = ip(CLIENT, IN_RANGE, TCP, 0, new byte[20]);
        expectStripped(DecapCounter.IPIP, packet, toServer(4, IPIP, packet));
        expectDropped(DecapCounter.NOT_VIP,
            toServer(4, IPIP, ip(CLIENT, address("203.0.112.77"), TCP, 0, new byte[20])));
    }

    @Test
    void shouldRestoreTheHeaderOfMinimalEncapsulation() {
        final byte[] payload = transport(TCP, CLIENT, VIP, 40);
        for (final byte[] options : List.of(new byte[0], octets(7, 7, 4, 0, 0, 0, 0, 0), new byte[40])) {
            final byte[] original = ipv4(CLIENT, VIP, TCP, 0xb9, 0, options, payload);
            expectStripped(DecapCounter.MINIMAL, original, ipv4(DIRECTOR, SERVER, MINIMAL, 0xb9, 0, options,
                join(minimal(TCP, VIP, CLIENT.getAddress()), payload)), 7);
            expectStripped(DecapCounter.MINIMAL, original, ipv4(CLIENT, SERVER, MINIMAL, 0xb9, 0, options,
                join(minimal(TCP, VIP, new byte[0]), payload)));
        }
    }

    @Test
    void shouldRefuseBadMinimalEncapsulation() {
        final byte[] header = minimal(TCP, VIP, CLIENT.getAddress());
        header[5] ^= 1;
        expectDropped(DecapCounter.CHECKSUM, toServer(4, MINIMAL, join(header, new byte[20])));
        expectDropped(DecapCounter.NOT_VIP,
            toServer(4, MINIMAL, join(minimal(TCP, SERVER, CLIENT.getAddress()), new byte[20])));
        expectDropped(DecapCounter.MALFORMED, toServer(4, MINIMAL, octets(TCP, 0, 0, 0)));
        expectDropped(DecapCounter.MALFORMED, toServer(4, MINIMAL, Arrays.copyOf(header, 8)));
        expectPassed(toServer(6, MINIMAL, join(minimal(TCP, VIP, CLIENT.getAddress()), new byte[20])));
    }

    /** RFC 2004 §3: a packet that is a fragment already must not be encapsulated so; directors send it as IP in IP. */
    @Test
    void shouldTakeIpInIpForWhatMinimalEncapsulationCannotCarry() {
        reload(new DecapSettings(EnumSet.of(TunnelKind.MINIMAL), List.of(SERVER, SERVER6),
            List.of(AddressRange.of(VIP), AddressRange.of(VIP6)), List.of(), OptionalLong.empty(), List.of(),
            Map.of()));
        final byte[] first = ipv4(CLIENT, VIP, UDP, 0, MORE_FRAGMENTS, new byte[0], new byte[600]);
        final byte[] last = ipv4(CLIENT, VIP, UDP, 0, 75, new byte[0], new byte[600]);
        final byte[] ipv6 = ip(CLIENT6, VIP6, TCP, 0, new byte[20]);
        expectStripped(DecapCounter.IPIP, first, toServer(4, IPIP, first));
        expectStripped(DecapCounter.IPIP, last, toServer(4, IPIP, last));
        expectStripped(DecapCounter.IPIP, ipv6, toServer(4, SIT, ipv6));
        expectDropped(DecapCounter.NOT_VIP, toServer(4, IPIP, ip(CLIENT, SERVER, TCP, 0, new byte[20])));
        expectPassed(toServer(4, GRE, join(octets(0, 0, 8, 0), first)));
    }

    @ParameterizedTest
    @CsvSource({"6, 0", "17, 0", "1, 0", "6, 1", "17, 2", "6, 3"})
    void shouldGiveMarkedPacketsTheirVip(final int protocol, final int ecn) {
        final byte[] options = octets(7, 7, 4, 0, 0, 0, 0, 0);
        final byte[] toServer = transport(protocol, CLIENT, SERVER, 60);
        final byte[] toVip = transport(protocol, CLIENT, VIP, 60);
        expect(DecapCounter.DSCP, frame(ipv4(CLIENT, SERVER, protocol, 5 << 2 | ecn, 0, options, toServer), 7),
            frame(ipv4(CLIENT, VIP, protocol, ecn, 0, options, toVip), 7));
    }

    @ParameterizedTest
    @CsvSource({"6, 5", "17, 5", "58, 9"})
    void shouldGiveMarkedIpv6PacketsTheirVip(final int protocol, final int code) {
        final byte[] options = octets(protocol, 0, 1, 4, 0, 0, 0, 0);
        final byte[] toServer = transport(protocol, CLIENT6, SERVER6, 60);
        final byte[] toVip = transport(protocol, CLIENT6, VIP6, 60);
        expect(DecapCounter.DSCP, frame(ipv6(CLIENT6, SERVER6, protocol, code << 2 | 2, toServer)),
            frame(ipv6(CLIENT6, VIP6, protocol, 2, toVip)));
        expect(DecapCounter.DSCP,
            frame(ipv6(CLIENT6, SERVER6, DESTINATION_OPTIONS, code << 2, join(options, toServer))),
            frame(ipv6(CLIENT6, VIP6, DESTINATION_OPTIONS, 0, join(options, toVip))));
    }

    @Test
    void shouldRewriteFragmentsThatHaveNoTransportHeader() {
        final byte[] middle = new byte[64];
        expect(DecapCounter.DSCP, frame(ipv4(CLIENT, SERVER, UDP, 5 << 2, MORE_FRAGMENTS | 185, new byte[0], middle)),
            frame(ipv4(CLIENT, VIP, UDP, 0, MORE_FRAGMENTS | 185, new byte[0], middle)));
        final byte[] fragment = join(octets(UDP, 0, 5, 0xc9, 1, 2, 3, 4), middle);
        expect(DecapCounter.DSCP, frame(ipv6(CLIENT6, SERVER6, FRAGMENT, 5 << 2, fragment)),
            frame(ipv6(CLIENT6, VIP6, FRAGMENT, 0, fragment)));
    }

    @Test
    void shouldKeepTheAbsenceOfAnUdpChecksum() {
        final byte[] datagram = udp(53, new byte[30]);
        expect(DecapCounter.DSCP, frame(ip(CLIENT, SERVER, UDP, 5 << 2, datagram)),
            frame(ip(CLIENT, VIP, UDP, 0, datagram)));
    }

    @Test
    void shouldLeavePacketsWithoutAKnownMarkToTheKernel() {
        expectPassed(ip(CLIENT, SERVER, TCP, 0, new byte[40]));
        expectPassed(ip(CLIENT, SERVER, TCP, 6 << 2, new byte[40]));
        expectPassed(ip(CLIENT, SERVER, TCP, 9 << 2, new byte[40]));
        expectPassed(ip(CLIENT, VIP, TCP, 5 << 2, new byte[40]));
        expectDropped(DecapCounter.UNSUPPORTED, ip(CLIENT6, SERVER6, 43, 5 << 2, new byte[40]));
        expectDropped(DecapCounter.MALFORMED, ip(CLIENT, SERVER, TCP, 5 << 2, new byte[16]));
    }

    /** RFC 6040 §4.2, figure 4: -1 is a drop. */
    @ParameterizedTest
    @CsvSource({"0,0,0", "0,1,0", "0,2,0", "0,3,-1", "2,0,2", "2,1,1", "2,2,2", "2,3,3", "1,0,1", "1,1,1", "1,2,1",
        "1,3,3", "3,0,3", "3,1,3", "3,2,3", "3,3,3"})
    void shouldCarryCongestionInside(final int inner, final int outer, final int expected) {
        for (final int family : new int[] {4, 6}) {
            final InetAddress from = family == 4 ? CLIENT : CLIENT6;
            final InetAddress to = family == 4 ? VIP : VIP6;
            final byte[] tunnel = ip(DIRECTOR, SERVER, family == 4 ? IPIP : SIT, 0xb8 | outer,
                ip(from, to, TCP, 0x28 | inner, new byte[20]));
            if (expected < 0) {
                expectDropped(DecapCounter.CONGESTED, tunnel);
            } else {
                expectStripped(DecapCounter.IPIP, ip(from, to, TCP, 0x28 | expected, new byte[20]), tunnel);
            }
        }
    }

    @Test
    void shouldLeaveEverythingElseToTheKernel() {
        expectPassed(ip(DIRECTOR, address("10.0.1.22"), IPIP, 0, client4(TCP)));
        expectPassed(ip(CLIENT, VIP, TCP, 0, new byte[20]));
        expectPassed(toServer(4, UDP, udp(6081, client4(TCP))));
        expectPassed(toServer(4, 50, new byte[40]));
        final byte[] arp = new byte[60];
        arp[12] = 8;
        arp[13] = 6;
        expect(DecapCounter.PASSED, arp, arp);
        reload(new DecapSettings(EnumSet.of(TunnelKind.GRE), List.of(SERVER), List.of(AddressRange.of(VIP)), List.of(),
            OptionalLong.empty(), List.of(), Map.of()));
        expectPassed(toServer(4, IPIP, client4(TCP)));
        expectPassed(toServer(4, MINIMAL, join(minimal(TCP, VIP, CLIENT.getAddress()), new byte[20])));
        expectPassed(toServer(4, UDP, udp(6080, client4(TCP))));
        expectPassed(ip(CLIENT, SERVER, TCP, 5 << 2, new byte[40]));
    }

    @Test
    void shouldAskForTheKeyOfGre() {
        final byte[] plain = toServer(4, GRE, join(octets(0, 0, 8, 0), client4(TCP)));
        final byte[] keyed = toServer(4, GRE, join(octets(0x30, 0, 8, 0, 0xff, 0, 0, 7, 0, 0, 0, 1), client4(TCP)));
        expectDropped(DecapCounter.KEY, keyed);
        reload(new DecapSettings(EnumSet.of(TunnelKind.GRE), List.of(SERVER), List.of(AddressRange.of(VIP)), List.of(),
            OptionalLong.of(0xff00_0007L), List.of(), Map.of()));
        expectStripped(DecapCounter.GRE, client4(TCP), keyed);
        expectDropped(DecapCounter.KEY, plain);
        expectDropped(DecapCounter.KEY,
            toServer(4, GRE, join(octets(0x20, 0, 8, 0, 0, 0, 0, 7), client4(TCP))));
    }

    @Test
    void shouldAcceptTunnelsOfKnownSourcesOnly() {
        reload(new DecapSettings(EnumSet.of(TunnelKind.IPIP), List.of(SERVER, SERVER6),
            List.of(AddressRange.of(VIP)), List.of(new AddressRange(address("10.0.0.0"), 23)), OptionalLong.empty(),
            List.of(), Map.of()));
        expectStripped(DecapCounter.IPIP, client4(TCP), toServer(4, IPIP, client4(TCP)));
        expectDropped(DecapCounter.SOURCE, ip(address("10.0.2.11"), SERVER, IPIP, 0, client4(TCP)));
        expectDropped(DecapCounter.SOURCE, toServer(6, IPIP, client4(TCP)));
    }

    @Test
    void shouldCountWhyItDrops() {
        expectDropped(DecapCounter.NOT_VIP, toServer(4, IPIP, ip(CLIENT, SERVER, TCP, 0, new byte[20])));
        expectDropped(DecapCounter.NOT_VIP, toServer(4, SIT, ip(CLIENT6, SERVER6, TCP, 0, new byte[20])));
        expectDropped(DecapCounter.FRAGMENT,
            ipv4(DIRECTOR, SERVER, IPIP, 0, MORE_FRAGMENTS, new byte[0], client4(TCP)));
        expectDropped(DecapCounter.FRAGMENT,
            ipv6(DIRECTOR6, SERVER6, FRAGMENT, 0, join(octets(IPIP, 0, 0, 1, 1, 2, 3, 4), client4(TCP))));
        final byte[] broken = toServer(4, IPIP, client4(TCP));
        broken[8] ^= 1;
        expectDropped(DecapCounter.CHECKSUM, broken);
        expectDropped(DecapCounter.UNSUPPORTED,
            toServer(4, GRE, join(octets(0x80, 0, 8, 0, 0, 0, 0, 0), client4(TCP))));
        expectDropped(DecapCounter.UNSUPPORTED, toServer(4, GRE, join(octets(0, 1, 8, 0), client4(TCP))));
        expectDropped(DecapCounter.UNSUPPORTED, toServer(4, GRE, join(octets(0, 0, 0x65, 0x58), new byte[60])));
        for (final byte[] header : List.of(octets(0x20, IPIP, 0, 0), octets(0, IPIP, 0, 1), octets(0, TCP, 0, 0),
            octets(0x80, IPIP, 0, 0), octets(0xc5, IPIP, 0, 0))) {
            expectDropped(DecapCounter.UNSUPPORTED, toServer(4, UDP, udp(6080, join(header, client4(TCP)))));
        }
    }

    @Test
    void shouldDropWhatContradictsItself() {
        final byte[] longer = client4(TCP);
        longer[3]++;
        expectDropped(DecapCounter.MALFORMED, toServer(4, IPIP, longer));
        final byte[] longer6 = client6(TCP);
        longer6[5]++;
        expectDropped(DecapCounter.MALFORMED, toServer(4, SIT, longer6));
        expectDropped(DecapCounter.MALFORMED, toServer(4, IPIP, client6(TCP)));
        expectDropped(DecapCounter.MALFORMED, toServer(4, SIT, client4(TCP)));
        expectDropped(DecapCounter.MALFORMED, toServer(4, IPIP, new byte[0]));
        expectDropped(DecapCounter.MALFORMED, toServer(4, GRE, octets(0, 0, 8, 0)));
        expectDropped(DecapCounter.MALFORMED, toServer(4, UDP, udp(6080, octets(31, IPIP, 0, 0))));
        final byte[] udp = udp(6080, client4(TCP));
        udp[5]++;
        expectDropped(DecapCounter.MALFORMED, toServer(4, UDP, udp));
    }

    @Test
    void shouldCountEachFrameOnceHoweverItIsMutated() {
        final List<byte[]> seeds = List.of(frame(toServer(4, IPIP, client4(TCP))),
            frame(toServer(6, SIT, client6(UDP)), 7),
            frame(toServer(4, GRE, join(octets(0, 0, 8, 0), client4(TCP)))),
            frame(toServer(6, UDP, udp(6080, client4(TCP)))),
            frame(toServer(4, UDP, udp(6080, join(octets(2, IPIP, 0, 0), new byte[8], client4(TCP))))),
            frame(toServer(4, MINIMAL, join(minimal(TCP, VIP, CLIENT.getAddress()), new byte[40]))),
            frame(ip(CLIENT, SERVER, TCP, 5 << 2, transport(TCP, CLIENT, SERVER, 40))),
            frame(ip(CLIENT6, SERVER6, UDP, 5 << 2, transport(UDP, CLIENT6, SERVER6, 40))));
        final Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            final byte[] seed = seeds.get(random.nextInt(seeds.size()));
            final int length = random.nextInt(3) > 0 ? seed.length : 14 + random.nextInt(seed.length);
            final byte[] mutated = Arrays.copyOf(seed, length);
            for (int change = random.nextInt(4); change > 0; change--) {
                mutated[12 + random.nextInt(Math.min(mutated.length - 12, 70))] = (byte) random.nextInt();
            }
            final long before = total();
            final TestRun run = DecapProgram.program(loaded).run(mutated, 1);
            assertThat(total()).isEqualTo(before + 1);
            assertThat(run.verdict()).isIn(DROP, PASS);
            assertThat(run.frame().length).isLessThanOrEqualTo(mutated.length);
        }
        assertThat(counted(DecapCounter.FAILED)).isZero();
    }

    private static byte[] client4(final int protocol) {
        return ip(CLIENT, VIP, protocol, 0, transport(protocol, CLIENT, VIP, 48));
    }

    private static byte[] client6(final int protocol) {
        return ip(CLIENT6, VIP6, protocol, 0, transport(protocol, CLIENT6, VIP6, 48));
    }

    private static byte[] toServer(final int family, final int protocol, final byte[] payload) {
        return family == 4 ? ip(DIRECTOR, SERVER, protocol, 0, payload) : ip(DIRECTOR6, SERVER6, protocol, 0, payload);
    }

    private void reload(final DecapSettings settings) {
        loaded.close();
        loaded = DecapProgram.load(settings);
    }

    private void expectStripped(
        final DecapCounter counter, final byte[] client, final byte[] tunnel, final int... vlans) {
        expect(counter, frame(tunnel, vlans), frame(client, vlans));
    }

    private void expectPassed(final byte[] packet) {
        expect(DecapCounter.PASSED, frame(packet), frame(packet));
    }

    private void expectDropped(final DecapCounter counter, final byte[] packet) {
        expect(counter, frame(packet), frame(packet));
    }

    private void expect(final DecapCounter counter, final byte[] in, final byte[] out) {
        final long before = counted(counter);
        final TestRun run = DecapProgram.program(loaded).run(in, 1);
        assertThat(counted(counter)).as("%s after %s", counter, Arrays.toString(run.frame())).isEqualTo(before + 1);
        final boolean dropped = counter.outcome() == DecapCounter.Outcome.DROPPED;
        assertThat(run.verdict()).isEqualTo(dropped ? DROP : PASS);
        assertThat(run.frame()).isEqualTo(out);
    }

    private long counted(final DecapCounter counter) {
        return loaded.map(DecapProgram.COUNTERS).sum(counter.key());
    }

    private long total() {
        long total = 0;
        for (final DecapCounter counter : DecapCounter.values()) {
            total += counted(counter);
        }
        return total;
    }
}
