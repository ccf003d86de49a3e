package dev.directrix.director.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.config.ConfigLoader;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.control.json.JsonFields;
import dev.directrix.director.control.json.JsonText;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.maglev.Seed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {

    private static final int FLOWS = 40;
    private static final int FRAME = 14 + 20 + 20;
    private static final int RECORD = 16 + FRAME;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void prepare() throws IOException {
        Files.setPosixFilePermissions(
            Files.writeString(folder.resolve("seed"), "00112233445566778899aabbccddeeff"),
            PosixFilePermissions.fromString("rw-------"));
        config("d1.yaml", "d1", "seed-file: seed");
        Files.write(folder.resolve("in.pcap"), capture());
    }

    private void config(final String file, final String name, final String maglev) throws IOException {
        Files.writeString(folder.resolve(file), """
            node: {name: %s}
            datapath: {mode: pcap, neighbors: {10.0.1.21: "02:00:00:00:00:21", default: "02:00:00:00:00:22"}}
            maglev: {%s}
            vips: [{address: 192.0.2.10, services: [{protocol: tcp, port: 80, pool: web}]}]
            pools: {web: {servers: [{name: s1, address: 10.0.1.21}, {name: s2, address: 10.0.1.22}]}}
            """.formatted(name, maglev));
    }

    /** One ACK of each of some flows to the VIP, as a pcap file (draft-ietf-opsawg-pcap). */
    private static byte[] capture() {
        final ByteBuffer file = ByteBuffer.allocate(24 + FLOWS * RECORD).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(65_535).putInt(1);
        for (int i = 0; i < FLOWS; i++) {
            file.putInt(1_700_000_000).putInt(i).putInt(FRAME).putInt(FRAME).put(frame(40_000 + i));
        }
        return file.array();
    }

    private static byte[] frame(final int port) {
        final ByteBuffer frame = ByteBuffer.allocate(FRAME);
        frame.put(HexFormat.of().parseHex("0200000000fe" + "020000000001" + "0800"));
        frame.put((byte) 0x45).put((byte) 0).putShort((short) 40).putInt(0).put((byte) 64).put((byte) 6)
            .putShort((short) 0).putInt(0xc6336407).putInt(0xc000020a);
        int sum = 0;
        for (int i = 14; i < 34; i += 2) {
            sum += frame.getShort(i) & 0xffff;
        }
        frame.putShort(24, (short) ~(sum % 0xffff));
        frame.putShort((short) port).putShort((short) 80).putInt(1).putInt(1).put((byte) 0x50).put((byte) 0x10)
            .putShort((short) 1024).putInt(0);
        return frame.array();
    }

    private int run(final String... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        final String[] args = {"replay", "-c", "d1.yaml", "--in", "in.pcap", "--out", "out.pcap"};
        final List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of(more));
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).contains(".")) {
                all.set(i, folder.resolve(all.get(i)).toString());
            }
        }
        return new CommandTree(new PrintWriter(out, true), new PrintWriter(err, true), false)
            .execute(all.toArray(String[]::new));
    }

    @Test
    void shouldSendEachFlowWhereADirectorWould() throws IOException {
        assertThat(run("--flows", "flows.txt")).as(err.toString()).isZero();

        final byte[] sent = Files.readAllBytes(folder.resolve("out.pcap"));
        final List<String> flows = Files.readAllLines(folder.resolve("flows.txt"));
        assertThat(flows).hasSize(FLOWS);
        assertThat(sent).hasSize(24 + FLOWS * RECORD);
        for (int i = 0; i < FLOWS; i++) {
            final String server = flows.get(i).substring(flows.get(i).lastIndexOf(' ') + 1);
            assertThat(flows.get(i)).isEqualTo("tcp 198.51.100.7:" + (40_000 + i) + " 192.0.2.10:80 " + server);
            assertThat(HexFormat.of().formatHex(sent, 24 + i * RECORD + 16, 24 + i * RECORD + 22))
                .isEqualTo(server.equals("s1") ? "020000000021" : "020000000022");
        }
        assertThat(flows).anyMatch(flow -> flow.endsWith(" s1")).anyMatch(flow -> flow.endsWith(" s2"));
        assertThat(out.toString()).startsWith("""
            frames     40
            forwarded  40 of 40 flows
            answered   0 echo requests
            passed     0 to no VIP
            dropped    0

            POOL  SERVER  ADDRESS    FRAMES  SHARE
            web   s""");
    }

    @Test
    void shouldGiveTheSameAnswerForEveryDirector() throws IOException {
        run("--flows", "flows.txt");
        final String first = Files.readString(folder.resolve("flows.txt"));
        config("d1.yaml", "d2", "seed-file: seed");
        run("--flows", "flows.txt");

        assertThat(folder.resolve("flows.txt")).hasContent(first.strip());
    }

    @Test
    void shouldFollowDecisions() throws IOException {
        Files.writeString(folder.resolve("all-s2.txt"), String.join("\n",
            IntStream.range(0, FLOWS)
                .mapToObj(i -> "tcp 198.51.100.7:" + (40_000 + i) + " 192.0.2.10:80 s2").toList()));

        assertThat(run("--decide", "all-s2.txt", "--output", "json")).isZero();
        final JsonFields report = JsonFields.of(JsonText.parse(out.toString()));
        assertThat(report.number("forwarded")).isEqualTo(FLOWS);
        assertThat(report.list("servers", server -> JsonFields.of(server).text("name"))).containsExactly("s2");
    }

    @Test
    void shouldSayThatAnotherSeedHashesOtherwise() throws IOException {
        config("d1.yaml", "d1", "table-size: 65537");

        assertThat(run()).isZero();
        assertThat(err.toString()).contains("warning: there is no maglev.seed-file").hasLineCount(1);
    }

    @Test
    void shouldFailInOneLine() throws IOException {
        Files.delete(folder.resolve("in.pcap"));

        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).startsWith("directrix: ").contains("in.pcap").hasLineCount(1);
        assertThat(folder.resolve("out.pcap")).doesNotExist();
    }

    @Test
    void shouldMakeTheTableOfADirectorWhoseServersAreAllUp() {
        final DirectorConfig config = new ConfigLoader().load(folder.resolve("d1.yaml")).config();
        final ForwardingTable table =
            ReplayCommand.table(config, Seed.ofHex("00112233445566778899aabbccddeeff"));

        assertThat(table.services()).singleElement().satisfies(service ->
            assertThat(service.pool().servers()).extracting(RealServer::takesNewFlows).containsExactly(true, true));
    }
}
