package dev.directrix.bgp.bfd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.message.VectorFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** tcpdump's BFD captures: every control packet decodes to what tcpdump says of it; damaged ones are refused. */
class BfdCaptureTest {

    private static final Set<Integer> PORTS = Set.of(3784, 4784, 6784, 7784);
    private static final Pattern SHOWN = Pattern.compile(
        "State (?<state>\\w+), Flags: \\[(?<flags>[^]]*)], Diagnostic: [^(]*\\(0x(?<diagnostic>\\w\\w)\\)\\s+"
            + "Detection Timer Multiplier: (?<multiplier>\\d+) \\(\\d+ ms Detection time\\), "
            + "BFD Length: (?<length>\\d+)\\s+"
            + "My Discriminator: 0x(?<mine>\\w+), Your Discriminator: 0x(?<yours>\\w+)\\s+"
            + "Desired min Tx Interval: +(?<tx>\\d+) ms\\s+Required min Rx Interval: +(?<rx>\\d+) ms\\s+"
            + "Required min Echo Interval: +(?<echo>\\d+) ms"
            + "(?:\\s+Authentication: [^(]*\\((?<type>\\d+)\\), length: (?<section>\\d+)\\s+Auth Key ID: (?<key>\\d+), "
            + "(?:Password: (?<password>\\S+)|Sequence Number: 0x(?<sequence>\\w+)\\s+Digest: (?<digest>\\w+)))?");

    static Stream<Path> captures() throws IOException {
        try (Stream<Path> files = Files.list(VectorFiles.routing("tcpdump"))) {
            return files.filter(file -> file.getFileName().toString().toLowerCase(Locale.ROOT).contains("bfd")
                && file.toString().endsWith(".pcap")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void shouldDecodeToWhatTcpdumpShows(final Path capture) throws Exception {
        final List<BfdPacket> good = new ArrayList<>();
        for (final byte[] payload : payloads(Files.readAllBytes(capture))) {
            final BfdPacket packet = BfdPacket.of(payload);
            final BfdVerdict verdict = packet.check();
            assertThat(verdict).isNotNull();
            // A packet of another version is shown in another form, one that is cut off not at all.
            if (verdict != BfdVerdict.VERSION && verdict != BfdVerdict.LENGTH) {
                good.add(packet);
            }
        }
        final Path text = capture.resolveSibling(
            capture.getFileName().toString().replace(".pcap", "-v.out"));
        if (Files.exists(text)) {
            final List<MatchResult> shown = SHOWN.matcher(Files.readString(text)).results().toList();
            assertThat(shown).as("packets in the text").isNotEmpty().hasSameSizeAs(good);
            for (int i = 0; i < good.size(); i++) {
                compare(good.get(i), shown.get(i));
            }
        }
    }

    private static void compare(final BfdPacket packet, final MatchResult shown) {
        final Matcher matcher = SHOWN.matcher(shown.group());
        assertThat(matcher.matches()).isTrue();
        assertThat(packet.state().text().toLowerCase(Locale.ROOT))
            .isEqualTo(matcher.group("state").toLowerCase(Locale.ROOT));
        final String flags = matcher.group("flags");
        assertThat(packet.isPoll()).isEqualTo(flags.contains("Poll"));
        assertThat(packet.isFinal()).isEqualTo(flags.contains("Final"));
        assertThat(packet.isControlPlaneIndependent()).isEqualTo(flags.contains("Control Plane Independent"));
        assertThat(packet.hasAuthentication()).isEqualTo(flags.contains("Authentication Present"));
        assertThat(packet.isDemand()).isEqualTo(flags.contains("Demand"));
        assertThat(packet.diagnosticCode()).isEqualTo(Integer.parseInt(matcher.group("diagnostic"), 16));
        assertThat(packet.multiplier()).isEqualTo(Integer.parseInt(matcher.group("multiplier")));
        assertThat(packet.length()).isEqualTo(Integer.parseInt(matcher.group("length")));
        assertThat(packet.myDiscriminator()).isEqualTo(Integer.parseUnsignedInt(matcher.group("mine"), 16));
        assertThat(packet.yourDiscriminator()).isEqualTo(Integer.parseUnsignedInt(matcher.group("yours"), 16));
        assertThat(packet.desiredMinTxUs() / 1000).isEqualTo(Long.parseLong(matcher.group("tx")));
        assertThat(packet.requiredMinRxUs() / 1000).isEqualTo(Long.parseLong(matcher.group("rx")));
        assertThat(packet.requiredMinEchoRxUs() / 1000).isEqualTo(Long.parseLong(matcher.group("echo")));
        Optional.ofNullable(matcher.group("type")).ifPresent(type -> compareAuthentication(packet, matcher, type));
    }

    private static void compareAuthentication(final BfdPacket packet, final Matcher shown, final String type) {
        final int keyId = Integer.parseInt(shown.group("key"));
        assertThat(packet.authType()).isEqualTo(Integer.parseInt(type));
        assertThat(packet.authLength()).isEqualTo(Integer.parseInt(shown.group("section")));
        assertThat(packet.authKeyId()).isEqualTo(keyId);
        final byte[] octets = packet.octets();
        if (packet.authType() == BfdAuthType.SIMPLE.code()) {
            final String password = shown.group("password");
            assertThat(new String(octets, BfdPacket.AUTH_PASSWORD_OFFSET, packet.authLength() - 3,
                StandardCharsets.UTF_8)).isEqualTo(password);
            final BfdAuthenticator same =
                new BfdAuthenticator(BfdAuthentication.of(BfdAuthType.SIMPLE, keyId, password), 0);
            assertThat(same.verify(packet)).isEqualTo(BfdVerdict.ACCEPTED);
            final byte[] before = octets.clone();
            same.sign(packet, 0);
            assertThat(octets).as("encoded again").isEqualTo(before);
        } else {
            assertThat(packet.authSequence()).isEqualTo(Integer.parseUnsignedInt(shown.group("sequence"), 16));
            assertThat(HexFormat.of().formatHex(octets, BfdPacket.AUTH_DIGEST_OFFSET,
                BfdPacket.AUTH_OFFSET + packet.authLength())).isEqualTo(shown.group("digest"));
            final BfdAuthType known = Stream.of(BfdAuthType.values())
                .filter(candidate -> candidate.code() == packet.authType()).findFirst().orElseThrow();
            assertThat(new BfdAuthenticator(BfdAuthentication.of(known, keyId, "not the key"), 0).verify(packet))
                .isEqualTo(BfdVerdict.AUTHENTICATION_KEY);
        }
    }

    /** What UDP carries to or from a BFD port, in Ethernet frames with IPv4 or IPv6. */
    private static List<byte[]> payloads(final byte[] file) {
        final ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt(0) == 0xd4c3_b2a1) {
            in.order(ByteOrder.BIG_ENDIAN);
        }
        in.position(24);
        final List<byte[]> result = new ArrayList<>();
        while (in.remaining() >= 16) {
            final int captured = in.getInt(in.position() + 8);
            in.position(in.position() + 16);
            final byte[] frame = new byte[Math.min(Math.max(captured, 0), in.remaining())];
            in.get(frame);
            payload(ByteBuffer.wrap(frame)).ifPresent(result::add);
        }
        return result;
    }

    private static Optional<byte[]> payload(final ByteBuffer frame) {
        if (frame.limit() < 14 + 20 + 8) {
            return Optional.empty();
        }
        final int type = Short.toUnsignedInt(frame.getShort(12));
        final int udp = type == 0x0800 ? 14 + (frame.get(14) & 0xf) * 4 : type == 0x86dd ? 14 + 40 : frame.limit();
        if (udp + 8 > frame.limit() || frame.get(type == 0x0800 ? 14 + 9 : 14 + 6) != 17) {
            return Optional.empty();
        }
        if (!PORTS.contains(Short.toUnsignedInt(frame.getShort(udp)))
            && !PORTS.contains(Short.toUnsignedInt(frame.getShort(udp + 2)))) {
            return Optional.empty();
        }
        final int length = Math.min(Short.toUnsignedInt(frame.getShort(udp + 4)) - 8, frame.limit() - udp - 8);
        final byte[] payload = new byte[Math.max(length, 0)];
        frame.get(udp + 8, payload);
        return Optional.of(payload);
    }
}
