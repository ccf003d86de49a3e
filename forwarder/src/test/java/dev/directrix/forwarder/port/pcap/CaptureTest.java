package dev.directrix.forwarder.port.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.forwarder.packet.TestPacket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CaptureTest {
    private static final int ETHERNET = 1;
    private static final int RAW_IP = 101;
    private static final int MICRO = 0xa1b2c3d4;
    private static final int NANO = 0xa1b23c4d;

    @TempDir
    private Path folder;

    private Path file(final String name, final byte... content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static byte[] pcap(final ByteOrder order, final int magic, final int link, final byte... frame) {
        return ByteBuffer.allocate(24 + 16 + frame.length).order(order)
                .putInt(magic).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(65_535).putInt(link)
                .putInt(1_700_000_000).putInt(123_456).putInt(frame.length).putInt(frame.length + 4).put(frame).array();
    }

    private static List<CapturedFrame> readAll(final Path file) {
        final List<CapturedFrame> frames = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(file)) {
            Optional<CapturedFrame> next = reader.next();
            while (next.isPresent()) {
                frames.add(next.get());
                next = reader.next();
            }
        }
        return frames;
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void shouldReadBothResolutionsInBothByteOrders(final boolean big, final boolean nano) throws IOException {
        final byte[] frame = TestPacket.udp(5).bytes();
        final Path file = file("in.pcap", pcap(
                big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, nano ? NANO : MICRO, ETHERNET, frame));
        assertThat(readAll(file)).singleElement().satisfies(read -> {
            assertThat(read.bytes()).isEqualTo(frame);
            assertThat(read.timeNs()).isEqualTo(1_700_000_000_000_000_000L + (nano ? 123_456L : 123_456_000L));
            assertThat(read.originalLength()).isEqualTo(frame.length + 4);
            assertThat(read.number()).isEqualTo(1);
        });
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertThat(reader.precision())
                    .isEqualTo(nano ? CapturePrecision.NANOSECONDS : CapturePrecision.MICROSECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadBackWhatItWrites(final CapturePrecision precision) {
        final Path file = folder.resolve("out.pcap");
        final long unit = precision == CapturePrecision.NANOSECONDS ? 1 : 1000;
        try (CaptureWriter writer = CaptureWriter.create(file, precision)) {
            for (int i = 0; i < 50; i++) {
                writer.write(1_700_000_000_999_999_000L + i * unit, TestPacket.tcp(i, TestPacket.ACK).bytes());
            }
        }
        final List<CapturedFrame> frames = readAll(file);
        assertThat(frames).hasSize(50);
        for (int i = 0; i < 50; i++) {
            assertThat(frames.get(i).timeNs()).isEqualTo(1_700_000_000_999_999_000L + i * unit);
            assertThat(frames.get(i).bytes()).isEqualTo(TestPacket.tcp(i, TestPacket.ACK).bytes());
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException {
        final Path raw = file("raw.pcap", pcap(ByteOrder.LITTLE_ENDIAN, MICRO, RAW_IP, new byte[20]));
        final Path text = Files.writeString(folder.resolve("text.pcap"), "not a capture at all, really not");
        final byte[] whole = pcap(ByteOrder.LITTLE_ENDIAN, MICRO, ETHERNET, new byte[100]);
        final Path cutOff = file("cut.pcap", Arrays.copyOf(whole, 90));
        assertThatThrownBy(() -> CaptureReader.open(raw)).isInstanceOf(CaptureException.class)
                .hasMessageContaining("raw.pcap").hasMessageContaining("only Ethernet");
        assertThatThrownBy(() -> CaptureReader.open(text)).isInstanceOf(CaptureException.class)
                .hasMessageContaining("text.pcap");
        assertThatThrownBy(() -> CaptureReader.open(folder.resolve("none.pcap"))).isInstanceOf(CaptureException.class)
                .hasMessageContaining("none.pcap");
        assertThatThrownBy(() -> readAll(cutOff)).isInstanceOf(CaptureException.class)
                .hasMessageContaining("cut.pcap is damaged after frame 0");
        assertThatThrownBy(() -> CaptureWriter.create(folder.resolve("no/such/x.pcap"), CapturePrecision.NANOSECONDS))
                .isInstanceOf(CaptureException.class).hasMessageContaining("x.pcap");
    }

    /** Opens the capture that the argument names; the message of its failure is the output. */
    static final class Opening {
        private Opening() {
        }

        /** For a process of its own. */
        public static void main(final String[] args) {
            try {
                CaptureReader.open(Path.of(args[0])).close();
            } catch (final CaptureException e) {
                System.out.println("CaptureException: " + e.getMessage());
            }
        }
    }

    @Test
    void shouldNameThePackageWhenLibpcapIsMissing() throws IOException, InterruptedException {
        final Path file = file("in.pcap", pcap(ByteOrder.LITTLE_ENDIAN, MICRO, ETHERNET, new byte[60]));
        final Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.pcap4j.core.pcapLibName=no-such-libpcap",
                "-cp", System.getProperty("java.class.path"),
                Opening.class.getName(), file.toString()).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("CaptureException: libpcap is not installed").contains("libpcap0.8");
    }
}
