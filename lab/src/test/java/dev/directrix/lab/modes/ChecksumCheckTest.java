package dev.directrix.lab.modes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.directrix.lab.run.HostShell;
import dev.directrix.lab.run.LabException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames made by hand, with checksums worked out by hand. */
class ChecksumCheckTest {
    private static final String LINK4 = "0200000000020200000000010800";
    private static final String LINK6 = "02000000000202000000000186dd";
    /** UDP from 10.0.0.2:5000 to 192.0.2.10:7 with "hi". */
    private static final String IP4 = "4500001e0000400040116ec30a000002c000020a";
    private static final String UDP4 = "13880007000ab7d56869";
    /** From a director to a server. */
    private static final String OUTER4 = "0a00020b0a000215";

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireTcpdump() {
        assumeTrue(HostShell.run("sh", "-c", "command -v tcpdump").succeeded(), "needs tcpdump");
    }

    @Test
    void shouldFindNothingWrongWithRightChecksums() {
        assertThat(check(LINK4 + IP4 + UDP4)).isEqualTo(new ChecksumCheck(1, 0, List.of()));
    }

    @Test
    void shouldNoticeAWrongChecksumOfIpAndOfUdp() {
        ChecksumCheck check = check(LINK4 + IP4 + UDP4, LINK4 + IP4.replace("6ec3", "6ec2") + UDP4,
            LINK4 + IP4 + UDP4.replace("6869", "6870"));
        assertThat(check.frames()).isEqualTo(3);
        assertThat(check.wrong()).satisfiesExactly(
            ip -> assertThat(ip).contains("bad cksum 6ec2"),
            udp -> assertThat(udp).contains("bad udp cksum"));
    }

    @ParameterizedTest
    @CsvSource({"06, 1388005000000001000000005002040012340000", "01, 0800123400010001",
        "37, 11801234c000020a0a00000213880007000ab7d56869"})
    void shouldNoticeAWrongChecksumOfOtherHeaders(String protocol, String payload) {
        assertThat(check(LINK4 + ipv4(protocol, payload) + payload).wrong()).isNotEmpty();
    }

    @Test
    void shouldNoticeAWrongChecksumOfIcmp6() {
        String ip = "60000000" + "00083a40" + "20010db8000000000000000000000002" + "20010db8ffff00000000000000000010";
        assertThat(check(LINK6 + ip + "8000123400010001").wrong()).singleElement().asString()
            .contains("bad icmp6 cksum");
    }

    @ParameterizedTest
    @CsvSource({
        "04, ''", "2f, 00000800", "2f, 2000080000000007", "11, c00117c0002a0000 00040000", "11, c001269e00260000"})
    void shouldLookIntoTunnels(String protocol, String shim) {
        String before = shim.replace(" ", "");
        String right = before + IP4 + UDP4;
        assertThat(check(LINK4 + ipv4(protocol, right) + right)).isEqualTo(new ChecksumCheck(1, 1, List.of()));
        String wrong = before + IP4 + UDP4.replace("6869", "6870");
        assertThat(check(LINK4 + ipv4(protocol, wrong) + wrong).wrong()).last().asString()
            .contains("in the tunnel", "bad udp cksum");
    }

    @Test
    void shouldPutThePacketOfAMinimalTunnelTogetherAgain() {
        String header = "1180" + "2273" + "c000020a" + "0a000002";
        assertThat(check(LINK4 + ipv4("37", header + UDP4) + header + UDP4))
            .isEqualTo(new ChecksumCheck(1, 1, List.of()));
        String wrong = header + UDP4.replace("6869", "6870");
        assertThat(check(LINK4 + ipv4("37", wrong) + wrong).wrong()).last().asString().contains("bad udp cksum");
    }

    @Test
    void shouldRefuseFramesThatWereCut() throws IOException {
        Path file = write(LINK4 + IP4 + UDP4);
        byte[] bytes = Files.readAllBytes(file);
        bytes[24 + 12]++;
        Files.write(file, bytes);
        assertThatThrownBy(() -> ChecksumCheck.of(file)).isInstanceOf(LabException.class)
            .hasMessageContaining("frame 1 is not whole");
    }

    private ChecksumCheck check(String... frames) {
        return ChecksumCheck.of(write(frames));
    }

    /** An outer header in front of a payload, its checksum right. */
    private static String ipv4(String protocol, String payload) {
        String start = "4500" + hex(20 + payload.length() / 2) + "0000400040" + protocol;
        int sum = 0;
        for (String part : List.of(start, OUTER4)) {
            for (int at = 0; at < part.length(); at += 4) {
                sum += Integer.parseInt(part, at, at + 4, 16);
            }
        }
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        return start + hex(~sum) + OUTER4;
    }

    private static String hex(int word) {
        return HexFormat.of().toHexDigits((short) word);
    }

    private Path write(String... frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(24).order(ByteOrder.nativeOrder()).putInt(0xa1b2c3d4).putShort((short) 2)
            .putShort((short) 4).putLong(0).putInt(2048).putInt(1).array());
        for (String frame : frames) {
            byte[] bytes = HexFormat.of().parseHex(frame);
            out.writeBytes(ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putLong(0).putInt(bytes.length)
                .putInt(bytes.length).array());
            out.writeBytes(bytes);
        }
        try {
            return Files.write(folder.resolve("frames.pcap"), out.toByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
