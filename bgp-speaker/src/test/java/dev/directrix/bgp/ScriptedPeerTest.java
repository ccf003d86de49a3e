package dev.directrix.bgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.NextHop;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.capability.FourOctetAsn;
import dev.directrix.bgp.capability.Multiprotocol;
import dev.directrix.bgp.message.Keepalive;
import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.MessageEncoder;
import dev.directrix.bgp.message.MessageHeader;
import dev.directrix.bgp.message.Notification;
import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.Prefix;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer that says what no router would say. */
class ScriptedPeerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final CodecContext CONTEXT = new CodecContext(true, true, Set.of(), 4096);

    private ServerSocket server;
    private Socket socket;
    private BgpSpeaker speaker;

    @BeforeEach
    void connect() throws Exception {
        server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.31"));
        speaker = BgpSpeaker.start(new SpeakerConfig(65_001, (Inet4Address) InetAddress.getByName("10.0.1.11"),
            Optional.empty(), List.of(NeighborConfig.of(server.getInetAddress(), 65_000)
                .withPort(server.getLocalPort()).withTimers(Duration.ofSeconds(30), Duration.ofSeconds(1)))),
            SpeakerListener.NONE);
        socket = server.accept();
        socket.setSoTimeout((int) PATIENCE.toMillis());
        assertThat(read()).isInstanceOf(Open.class);
        send(new Open(4, 65_000, 30, (Inet4Address) InetAddress.getByName("10.0.1.1"),
            List.of(new Multiprotocol(Family.IPV4_UNICAST), new FourOctetAsn(65_000))));
        send(new Keepalive());
        await().atMost(PATIENCE).until(() -> status().isEstablished());
    }

    @AfterEach
    void close() throws Exception {
        speaker.close();
        socket.close();
        server.close();
    }

    @Test
    void shouldKeepTheSessionOverWhatRfc7606Survives() throws Exception {
        send(new Update(List.of(), List.of(Origin.IGP, AsPath.sequence(List.of(65_000L)),
            new NextHop((Inet4Address) InetAddress.getByName("10.0.1.1"))), List.of(nlri(1), nlri(2))));
        await().atMost(PATIENCE).until(() -> status().prefixesReceived() == 2);
        // ORIGIN 9; AS_PATH cut off; wrong flags; nothing mandatory; attributes longer than they say; twice ORIGIN.
        update("40010109", "20c0000201");
        update("4001010040020402050000", "20c0000202");
        update("8001010040020040030401010101", "20c0000203");
        update("", "20c0000204");
        update("40010100400200400304010101014008ff01", "20c0000205");
        update("40010100400101004002004003040a000101", "20c0000206");
        await().atMost(PATIENCE).until(() -> status().malformedUpdates() == 6);
        assertThat(status().isEstablished()).isTrue();
        assertThat(status().prefixesReceived()).as("only the last one is good enough").isEqualTo(1);

        speaker.announce(List.of(new Announcement(Prefix.host(InetAddress.getByName("192.0.2.10")),
            Optional.empty(), 1, false, new TreeSet<>())));
        Message heard = read();
        while (!(heard instanceof Update update) || update.nlri().isEmpty()) {
            heard = read();
        }
        assertThat(status().established()).isEqualTo(1);
    }

    @Test
    void shouldDeliverTheNotificationBeforeItCloses() throws Exception {
        // Much more follows the mistake: closing over unread octets would reset the connection and lose our words.
        final byte[] nonsense = new byte[100_000];
        socket.getOutputStream().write(nonsense);
        Message heard = read();
        while (!(heard instanceof Notification)) {
            heard = read();
        }
        assertThat(((Notification) heard).text()).contains("Connection Not Synchronized (1/1)");
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        assertThat(status().lastError().orElseThrow()).contains("broke the protocol: marker is not all ones");
    }

    @Test
    void shouldEndTheSessionWhenRoutesCannotBeRead() throws Exception {
        update("40010100", "21c000020100");
        Message heard = read();
        while (!(heard instanceof Notification)) {
            heard = read();
        }
        assertThat(((Notification) heard).text()).contains("Invalid Network Field (3/10)");
    }

    @Test
    void shouldNotGrowWhenThePeerAnnouncesForever() throws Exception {
        for (int i = 0; i < 300; i++) {
            final StringBuilder routes = new StringBuilder();
            for (int j = 0; j < 200; j++) {
                routes.append(String.format("2014%06x", i * 200 + j));
            }
            update("4001010040020040030401010101", routes.toString());
        }
        await().atMost(PATIENCE).until(() -> status().received().updates() == 300);
        assertThat(status().isEstablished()).isTrue();
        assertThat(status().prefixesReceived()).isEqualTo(16_384);
    }

    private NeighborStatus status() {
        return speaker.neighbors().get(0);
    }

    private void send(final Message message) throws IOException {
        socket.getOutputStream().write(MessageEncoder.standard().encode(message, CONTEXT));
    }

    private void update(final String attributes, final String routes) throws IOException {
        final String body = "0000" + String.format("%04x", attributes.length() / 2) + attributes + routes;
        socket.getOutputStream().write(HexFormat.of().parseHex(
            "ff".repeat(16) + String.format("%04x", MessageHeader.LENGTH + body.length() / 2) + "02" + body));
    }

    private Message read() throws IOException {
        final DataInputStream in = new DataInputStream(socket.getInputStream());
        final byte[] header = new byte[MessageHeader.LENGTH];
        in.readFully(header);
        final int length = MessageHeader.messageLength(header, CodecContext.EXTENDED_MESSAGE_SIZE);
        final byte[] whole = Arrays.copyOf(header, length);
        in.readFully(whole, MessageHeader.LENGTH, length - MessageHeader.LENGTH);
        return MessageDecoder.standard().decode(whole, CONTEXT);
    }

    private static Nlri nlri(final int last) {
        return Nlri.of(Prefix.of(new byte[] {(byte) 192, 0, 2, (byte) last}, 32));
    }
}
