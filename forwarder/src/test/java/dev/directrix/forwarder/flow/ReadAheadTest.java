package dev.directrix.forwarder.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.maglev.FlowHash;
import dev.directrix.maglev.Seed;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
    private static final int FLOWS = 50_000;
    private static final int BATCH = 64;
    private static final int PORTS = 40_000 << 16 | 443;
    private static final long VIP = Addresses.mapped(0xc000_020a);
    private static final FlowHash HASH = FlowHash.of(Seed.ofHex("000102030405060708090a0b0c0d0e0f"));

    private final SplittableRandom random = new SplittableRandom(11);
    private final long[] flowHashes = random.longs(FLOWS).toArray();
    private final long[] batch = new long[BATCH];
    private final int[] chosen = new int[BATCH];

    private void choose(final int from, final int end) {
        for (int i = 0; i < BATCH; i++) {
            chosen[i] = random.nextInt(from, end);
            batch[i] = flowHashes[chosen[i]];
        }
    }

    @Test
    void shouldNameThePlaceOfNearlyEveryFlow() {
        try (FlowTable table = new FlowTable(FLOWS, FlowTimeouts.DEFAULT)) {
            table.advance(0);
            for (int i = 0; i < FLOWS; i++) {
                table.insert(i, PORTS, FlowState.ESTABLISHED, flowHashes[i], i);
            }
            int named = 0;
            for (int round = 0; round < 100; round++) {
                choose(0, FLOWS);
                table.prefetch(batch, BATCH);
                for (int i = 0; i < BATCH; i++) {
                    final int entry = table.find(chosen[i], PORTS, false, batch[i]);
                    assertThat(table.find(chosen[i], PORTS, false, batch[i], table.likely(i))).isEqualTo(entry);
                    named += entry == table.likely(i) ? 1 : 0;
                }
            }
            // A tag of eight bits is another flow's in 1 of 40 groups.
            assertThat(named).isGreaterThan(95 * BATCH);
        }
    }

    @Test
    void shouldFindFlowsAndTheirAbsenceWhateverPlaceIsNamed() {
        try (FlowTable table = new FlowTable(FLOWS, FlowTimeouts.DEFAULT)) {
            table.advance(0);
            for (int i = 0; i < FLOWS / 2; i++) {
                table.insert(i, PORTS, FlowState.ESTABLISHED, flowHashes[i], i);
            }
            for (int i = 0; i < FLOWS; i++) {
                final int any = random.nextInt(FLOWS);
                assertThat(table.find(i, PORTS, false, flowHashes[i], any))
                        .isEqualTo(table.find(i, PORTS, false, flowHashes[i]));
            }
        }
    }

    @Test
    void shouldNotFindAFlowThatLeftThePlaceThatWasNamed() {
        try (FlowTable table = new FlowTable(FLOWS, FlowTimeouts.DEFAULT)) {
            table.advance(0);
            for (int i = 0; i < BATCH; i++) {
                chosen[i] = i;
                batch[i] = flowHashes[i];
                table.insert(i, PORTS, FlowState.ESTABLISHED, flowHashes[i], i);
            }
            table.prefetch(batch, BATCH);
            table.remove(table.find(7, PORTS, false, batch[7]));
            assertThat(table.find(7, PORTS, false, batch[7], table.likely(7))).isEqualTo(FlowStore.ABSENT);
            assertThat(table.serverOf(table.find(8, PORTS, false, batch[8], table.likely(8)))).isEqualTo(8);
        }
    }

    @Test
    void shouldNameThePlacesOfIpv6Flows() {
        try (FlowTable6 table =
                new FlowTable6(FLOWS, new TimeoutClasses(FlowTimeouts.DEFAULT), FlowListener.NONE)) {
            table.advance(0);
            for (int i = 0; i < FLOWS; i++) {
                table.insert(1, i, 2, 3, PORTS, FlowState.UDP.inClass(0), flowHashes[i], i);
            }
            choose(0, FLOWS);
            table.prefetch(batch, BATCH);
            int named = 0;
            for (int i = 0; i < BATCH; i++) {
                final int entry = table.find(1, chosen[i], 2, 3, PORTS, true, batch[i]);
                assertThat(table.find(1, chosen[i], 2, 3, PORTS, true, batch[i], table.likely(i))).isEqualTo(entry);
                named += entry == table.likely(i) ? 1 : 0;
            }
            assertThat(named).isGreaterThan(BATCH - 12);
        }
    }

    @Test
    void shouldNameTheEntriesOfTranslatedFlowsInBothDirections() {
        final LocalPorts ports = new LocalPorts(0, 1, Duration.ofSeconds(2));
        try (NatTable table = new NatTable(1000, false, HASH, new TimeoutClasses(FlowTimeouts.DEFAULT),
                FlowListener.NONE, ports)) {
            table.advance(0);
            final long[] answers = new long[BATCH];
            for (int i = 0; i < BATCH; i++) {
                final long client = Addresses.mapped(0x0a00_0000 + i);
                final long server = Addresses.mapped(0x0b00_0000 + i);
                batch[i] = HASH.hash4((int) client, (int) VIP, 40_000, 443, 6);
                answers[i] = HASH.hash4((int) server, (int) client, 443, 40_000, 6);
                chosen[i] = table.insert(new NatFlow().client(0, client, 0, VIP, PORTS, false)
                        .server(i, 0, server, 443), FlowState.ESTABLISHED.inClass(0), batch[i]);
            }
            final NatReadAhead clients = table.clientsAhead();
            final NatReadAhead servers = table.answersAhead();
            clients.read(batch, BATCH);
            servers.read(answers, BATCH);
            final NatFlow seen = new NatFlow();
            int named = 0;
            for (int i = 0; i < BATCH; i++) {
                final long client = Addresses.mapped(0x0a00_0000 + i);
                final long server = Addresses.mapped(0x0b00_0000 + i);
                final int back = 443 << 16 | 40_000;
                assertThat(table.answerAt(chosen[i], 0, server, 0, client, back, false, seen)).isEqualTo(chosen[i]);
                assertThat(table.answerAt(chosen[i], 0, client, 0, server, back, false, seen))
                        .isEqualTo(NatTable.ABSENT);
                named += clients.likely(i) == chosen[i] ? 1 : 0;
                named += servers.likely(i) == chosen[i] ? 1 : 0;
            }
            assertThat(named).isGreaterThan(2 * BATCH - 12);
        }
    }
}
