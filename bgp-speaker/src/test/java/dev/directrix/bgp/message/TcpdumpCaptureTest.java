package dev.directrix.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.directrix.bgp.wire.CodecContext;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** tcpdump's BGP captures, damaged ones among them: each message decodes or is refused by a protocol error. */
class TcpdumpCaptureTest {

    private static final byte[] MARKER = new byte[16];

    static {
        Arrays.fill(MARKER, (byte) 0xff);
    }

    static Stream<Path> captures() throws IOException {
        try (Stream<Path> files = Files.list(VectorFiles.routing("tcpdump"))) {
            return files.filter(TcpdumpCaptureTest::isBgp).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void shouldDecodeOrRefuseEveryMessage(final Path capture) throws Exception {
        final List<byte[]> messages = messages(Files.readAllBytes(capture));
        assertThat(messages).as("messages in " + capture.getFileName()).isNotEmpty();
        for (final boolean fourOctets : new boolean[] {true, false}) {
            final CodecContext context =
                new CodecContext(fourOctets, true, Set.of(), CodecContext.EXTENDED_MESSAGE_SIZE);
            for (final byte[] message : messages) {
                assertThatCode(() -> decodeOrRefuse(message, context)).doesNotThrowAnyException();
            }
        }
    }

    private static void decodeOrRefuse(final byte[] message, final CodecContext context) {
        try {
            assertThat(MessageDecoder.standard().decode(message, context)).isNotNull();
        } catch (final ProtocolException e) {
            assertThat(e.notification().text()).isNotEmpty();
        }
    }

    private static boolean isBgp(final Path path) {
        final String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.contains("bgp") && (name.endsWith(".pcap") || name.endsWith(".pcapng"));
    }

    /** Every run of octets that begins with a marker, cut where its length field says or the packet ends. */
    private static List<byte[]> messages(final byte[] file) {
        final List<byte[]> result = new ArrayList<>();
        for (final byte[] packet : packets(file)) {
            int at = indexOfMarker(packet, 0);
            while (at >= 0 && at + MessageHeader.LENGTH <= packet.length) {
                final int length = (packet[at + 16] & 0xff) << 8 | (packet[at + 17] & 0xff);
                final int end = Math.min(packet.length, at + Math.max(length, MessageHeader.LENGTH));
                result.add(Arrays.copyOfRange(packet, at, end));
                at = indexOfMarker(packet, end);
            }
        }
        return result;
    }

    private static int indexOfMarker(final byte[] packet, final int from) {
        for (int at = from; at + MARKER.length <= packet.length; at++) {
            if (Arrays.equals(packet, at, at + MARKER.length, MARKER, 0, MARKER.length)) {
                return at;
            }
        }
        return -1;
    }

    private static List<byte[]> packets(final byte[] file) {
        final ByteBuffer in = ByteBuffer.wrap(file);
        final int magic = in.getInt(0);
        final List<byte[]> packets = new ArrayList<>();
        try {
            if (magic == 0x0a0d0d0a) {
                readPcapng(in, packets);
            } else {
                in.order(magic == 0xa1b2c3d4 || magic == 0xa1b23c4d ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
                in.position(24);
                while (in.remaining() >= 16) {
                    in.getLong();
                    final byte[] packet = new byte[Math.min(in.getInt(), in.remaining() - 4)];
                    in.getInt();
                    in.get(packet);
                    packets.add(packet);
                }
            }
        } catch (final BufferUnderflowException e) {
            assertThat(packets).isNotEmpty(); // A capture that is cut off at its end.
        }
        return packets;
    }

    private static void readPcapng(final ByteBuffer in, final List<byte[]> packets) {
        in.order(in.getInt(8) == 0x1a2b3c4d ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= 12) {
            final int start = in.position();
            final int type = in.getInt();
            final int length = in.getInt();
            if (type == 6) {
                final byte[] packet = new byte[in.getInt(start + 20)];
                in.position(start + 28);
                in.get(packet);
                packets.add(packet);
            }
            in.position(start + length);
        }
    }
}
