package dev.directrix.bgp.exabgp.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.capability.FourOctetAsn;
import dev.directrix.bgp.message.Keepalive;
import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.MessageEncoder;
import dev.directrix.bgp.message.MessageHeader;
import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Octets;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's ExaBGP and our encoder say the same about the same messages, in JSON 4.0.1 and in text. */
class ExabgpEventsTest {

    private static final Path EXABGP = Path.of("/usr/sbin/exabgp");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final CodecContext CONTEXT =
        new CodecContext(true, true, Set.of(), CodecContext.EXTENDED_MESSAGE_SIZE);
    private static final String MARKER = "ff".repeat(16);
    private static final NeighborIdentity NEIGHBOR = new NeighborIdentity(Optional.of(Addresses.ipv4(0x7f00_0001L)),
        Addresses.ipv4(0x7f00_0001L), 65_001, 65_002, Optional.of(Addresses.ipv4(0x0a00_0002L)));
    private static final EventStamp STAMP = new EventStamp(Instant.EPOCH, "h", 1, 1, 1);
    private static final Agreement AGREEMENT = new Agreement(CodecContext.EXTENDED_MESSAGE_SIZE, 180, true, false,
        false, Agreement.Refresh.ABSENT, List.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST), List.of(), List.of(),
        List.of());
    private static final String BASE = "40010100" + "40020a02020000fdea0000fde8" + "4003040a000001";
    private static final List<String> MESSAGES = List.of(
        update("", BASE, "18c00002" + "20c6336401" + "00"),
        update("18c00002", "", ""),
        update("080a", BASE + "80040400000064" + "400600" + "c007080000fdea0a000009", "18c00002"),
        update("", BASE + "c0080cfde80001ffffff01ffff029a" + "c0200c000000010000000200000003", "18c00002"),
        update("", BASE + "c010180002fde80000000a" + "0102c0000201000a" + "8006000000000000", "18c00002"),
        update("", BASE + "c010100202000100010010" + "0003fde80a000001", "18c00002"),
        update("", BASE + "c0990400000064", "18c00002"),
        update("", "40010102" + "40021602010000fdea0102000000010000000203" + "0100000003" + "4003040a000001",
            "18c00002"),
        update("", "40010100" + "40020602010000fdea" + "800e2e00020120" + "20010db8000000000000000000000001"
            + "fe800000000000000000000000000001" + "00" + "4020010db800010000", ""),
        update("", "800f0c000201" + "4020010db800010000", ""),
        update("", "900f0003000201", ""),
        update("", "", ""),
        MARKER + "001304",
        MARKER + "00150306" + "04");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellJsonAsDebiansExabgpDoes(final boolean negotiated, @TempDir final Path directory)
        throws IOException {
        final EventEncoder encoder = EventEncoder.json(FormatVersion.V4_0_1);
        final List<JsonObject> theirs = run(directory, "json", negotiated).stream()
            .map(Json::steady)
            .filter(event -> event.toString().contains("\"direction\":\"receive\""))
            .filter(event -> !event.get("type").getAsString().equals("open"))
            .skip(2) // The KEEPALIVE that answers the OPEN, twice.
            .toList();
        final List<JsonObject> ours = events(negotiated).map(event -> Json.steady(encoder.encode(event, NEIGHBOR, STAMP)
            .orElseThrow())).toList();
        assertThat(theirs).isEqualTo(ours);
    }

    @Test
    void shouldTellTextAsDebiansExabgpDoes(@TempDir final Path directory) throws IOException {
        final EventEncoder encoder = EventEncoder.text(FormatVersion.V4_0_1);
        final List<String> theirs = run(directory, "text", true).stream()
            .filter(line -> line.startsWith("neighbor 127.0.0.1 receive "))
            .filter(line -> !line.startsWith("neighbor 127.0.0.1 receive open")
                && !line.startsWith("neighbor 127.0.0.1 receive 1 "))
            .skip(2).toList();
        final List<String> ours = events(true).flatMap(event ->
            encoder.encode(event, NEIGHBOR, STAMP).orElseThrow().lines()).toList();
        assertThat(theirs).isEqualTo(ours);
    }

    /** What both forms of each message are, as octets and decoded. */
    private static Stream<Event> events(final boolean negotiated) {
        final Optional<Agreement> agreement = negotiated ? Optional.of(AGREEMENT) : Optional.empty();
        return MESSAGES.stream().map(HexFormat.of()::parseHex).flatMap(octets -> Stream.of(
            new Event.Packet(EventDirection.RECEIVE, Octets.of(octets), agreement),
            new Event.Parsed(EventDirection.RECEIVE, MessageDecoder.standard().decode(octets, CONTEXT),
                Optional.empty(), agreement)));
    }

    /** Runs one session with ExaBGP as our peer and gives what its process was told. */
    private static List<String> run(final Path directory, final String encoder, final boolean negotiated)
        throws IOException {
        assumeTrue(Files.isExecutable(EXABGP), "needs ExaBGP");
        final Path told = directory.resolve("told");
        Files.createFile(told);
        final Path program = directory.resolve("watch");
        Files.writeString(program, """
            #!/usr/bin/python3
            import os, select
            with open("%s", "ab", 0) as out:
                while True:
                    select.select([0], [], [])
                    octets = os.read(0, 65536)
                    if not octets:
                        break
                    out.write(octets)
            """.formatted(told));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        try (ServerSocket listener = new ServerSocket(0, 1, Addresses.ipv4(0x7f00_0001L))) {
            listener.setSoTimeout((int) PATIENCE.toMillis());
            final Path conf = directory.resolve("exabgp.conf");
            Files.writeString(conf, """
                process watch { run %s; encoder %s; }
                neighbor 127.0.0.1 {
                  router-id 10.0.0.2; local-address 127.0.0.1; local-as 65001; peer-as 65002; hold-time 180;
                  connect %d;
                  family { ipv4 unicast; ipv6 unicast; }
                  api { processes [ watch ]; %s receive { parsed; packets; open; update; notification; keepalive; } }
                }
                """.formatted(program, encoder, listener.getLocalPort(), negotiated ? "negotiated;" : ""));
            final Process exabgp = start(directory, conf);
            try (Socket peer = listener.accept()) {
                talk(peer);
                // The last line tells what the NOTIFICATION says; the line before tells its octets.
                await().atMost(PATIENCE).until(() -> Files.readString(told),
                    text -> text.contains("subcode") && text.endsWith("\n"));
            } finally {
                stop(exabgp);
            }
        }
        return Files.readAllLines(told);
    }

    private static Process start(final Path directory, final Path conf) throws IOException {
        final ProcessBuilder builder = new ProcessBuilder(EXABGP.toString(), conf.toString())
            .redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile());
        builder.environment().put("exabgp.daemon.user", System.getProperty("user.name"));
        return builder.start();
    }

    private static void stop(final Process exabgp) {
        exabgp.destroy();
        try {
            if (!exabgp.waitFor(10, TimeUnit.SECONDS)) {
                exabgp.destroyForcibly();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            exabgp.destroyForcibly();
        }
    }

    /** Answers the OPEN with a like one, and sends all messages. */
    private static void talk(final Socket peer) throws IOException {
        final DataInputStream in = new DataInputStream(peer.getInputStream());
        final Open theirs = (Open) read(in);
        final List<Capability> capabilities = new ArrayList<>(theirs.capabilities());
        capabilities.replaceAll(
            capability -> capability instanceof FourOctetAsn ? new FourOctetAsn(65_002) : capability);
        write(peer, MessageEncoder.standard().encode(new Open(Open.VERSION, 65_002, theirs.holdTimeSeconds(),
            Addresses.ipv4(0x0a00_0003L), capabilities), CodecContext.INITIAL));
        write(peer, MessageEncoder.standard().encode(new Keepalive(), CodecContext.INITIAL));
        assertThat(read(in)).isInstanceOf(Keepalive.class);
        for (final String message : MESSAGES) {
            write(peer, HexFormat.of().parseHex(message));
        }
    }

    private static Message read(final DataInputStream in) throws IOException {
        final byte[] header = in.readNBytes(MessageHeader.LENGTH);
        final byte[] octets = Arrays.copyOf(header,
            MessageHeader.messageLength(header, CodecContext.STANDARD_MESSAGE_SIZE));
        in.readFully(octets, MessageHeader.LENGTH, octets.length - MessageHeader.LENGTH);
        return MessageDecoder.standard().decode(octets, CodecContext.INITIAL);
    }

    private static void write(final Socket peer, final byte[] octets) {
        try {
            peer.getOutputStream().write(octets);
            peer.getOutputStream().flush();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String update(final String withdrawn, final String attributes, final String nlri) {
        final String body = String.format("%04x", withdrawn.length() / 2) + withdrawn
            + String.format("%04x", attributes.length() / 2) + attributes + nlri;
        return MARKER + String.format("%04x", MessageHeader.LENGTH + body.length() / 2) + "02" + body;
    }
}
