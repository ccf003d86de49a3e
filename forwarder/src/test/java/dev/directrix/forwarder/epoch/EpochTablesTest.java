package dev.directrix.forwarder.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochTablesTest {
    private static final int SLOTS = 251;
    private static final int POOL = 3;
    private static final int MARK = 77;
    private static final int BY_D = 5;
    private static final int BY_E = 9;
    private static final long FLOW = 0x1234_5678_9abc_def0L;

    private static SlotTable tableOf(final int server) {
        final int[] servers = new int[SLOTS];
        Arrays.fill(servers, server);
        return SlotTable.of(servers);
    }

    private static boolean[] slotOf(final long flow) {
        final boolean[] slots = new boolean[SLOTS];
        slots[SlotTable.slotOf(flow, SLOTS)] = true;
        return slots;
    }

    private static EpochTables tables(final SlotMode mode, final int mark, final Exceptions exceptions) {
        return new EpochTables(
                4, mark, List.of(PoolEpoch.of(POOL, tableOf(BY_D)).with(mode, slotOf(FLOW))), exceptions);
    }

    /** The server may be back, and the exception goes when its replacement holds (rule S10). */
    @Test
    void shouldHoldWhatBeginsByAnExceptionWhileADeadServerIsReplaced() {
        final Exceptions exceptions = new Exceptions(SLOTS, 16);
        exceptions.put(FLOW, POOL, BY_E, MARK);
        final EpochTables tables = tables(SlotMode.FROZEN, Exceptions.UNMARKED, exceptions);
        assertThat(tables.serverOf(POOL, FLOW, true)).isEqualTo(EpochTables.HOLD);
        assertThat(tables.serverOf(POOL, FLOW, false)).isEqualTo(BY_E);
    }

    /** Rules P1 to P4 (an exception is absent, unmarked or marked by the settle under way). */
    @ParameterizedTest
    @CsvSource({
        "NORMAL,   absent,   goes on, D",
        "NORMAL,   absent,   begins,  D",
        "NORMAL,   unmarked, goes on, E",
        "NORMAL,   unmarked, begins,  E",
        "NORMAL,   marked,   goes on, E",
        "NORMAL,   marked,   begins,  E",
        "TRANSIT,  absent,   goes on, D",
        "TRANSIT,  absent,   begins,  D",
        "TRANSIT,  unmarked, goes on, E",
        "TRANSIT,  unmarked, begins,  E",
        "TRANSIT,  marked,   goes on, E",
        "TRANSIT,  marked,   begins,  E",
        "FROZEN,   absent,   goes on, D",
        "FROZEN,   absent,   begins,  HOLD",
        "FROZEN,   unmarked, goes on, E",
        "FROZEN,   unmarked, begins,  HOLD",
        "FROZEN,   marked,   goes on, E",
        "FROZEN,   marked,   begins,  E",
        "SWITCHED, absent,   goes on, D",
        "SWITCHED, absent,   begins,  HOLD",
        "SWITCHED, unmarked, goes on, E",
        "SWITCHED, unmarked, begins,  E",
        "SWITCHED, marked,   goes on, E",
        "SWITCHED, marked,   begins,  E",
    })
    void shouldDecideByTheRules(
            final SlotMode mode, final String exception, final String packet, final String expected) {
        final Exceptions exceptions = new Exceptions(SLOTS, 16);
        if (!exception.equals("absent")) {
            exceptions.put(FLOW, POOL, BY_E, exception.equals("marked") ? MARK : MARK - 1);
        }
        final EpochTables tables = tables(mode, MARK, exceptions);
        final int server = switch (expected) {
            case "D" -> BY_D;
            case "E" -> BY_E;
            default -> EpochTables.HOLD;
        };
        assertThat(tables.serverOf(POOL, FLOW, packet.equals("begins"))).isEqualTo(server);
        final long decision = tables.decide(POOL, FLOW, packet.equals("begins"));
        assertThat(EpochTables.serverIn(decision)).isEqualTo(server);
        assertThat(EpochTables.isByException(decision)).isEqualTo(!exception.equals("absent"));
    }

    @Test
    void shouldLeaveSlotsAloneThatDoNotChange() {
        final long other = ~FLOW;
        final EpochTables tables = tables(SlotMode.FROZEN, MARK, new Exceptions(SLOTS, 16));
        assertThat(tables.serverOf(POOL, other, true)).isEqualTo(BY_D);
        assertThat(tables.slotsInTransit()).isEqualTo(1);
        assertThat(tables.pool(POOL).modeOf(SlotTable.slotOf(other, SLOTS))).isEqualTo(SlotMode.NORMAL);
        assertThat(tables.pool(POOL).modeOf(SlotTable.slotOf(FLOW, SLOTS))).isEqualTo(SlotMode.FROZEN);
    }

    @Test
    void shouldSayWhenNobodyServesTheSlot() {
        final EpochTables tables = new EpochTables(
                1, 0, List.of(PoolEpoch.of(POOL, SlotTable.empty(SLOTS))), new Exceptions(SLOTS, 1));
        assertThat(tables.serverOf(POOL, FLOW, true)).isEqualTo(EpochTables.NO_SERVER);
        assertThat(tables.serverOf(POOL, FLOW, false)).isEqualTo(EpochTables.NO_SERVER);
    }

    @Test
    void shouldKeepTheExceptionsOfPoolsApart() {
        final Exceptions exceptions = new Exceptions(SLOTS, 16);
        exceptions.put(FLOW, 0, BY_E, 0);
        final EpochTables tables = new EpochTables(
                1, 0, List.of(PoolEpoch.of(0, tableOf(1)), PoolEpoch.of(POOL, tableOf(2))), exceptions);
        assertThat(tables.serverOf(0, FLOW, true)).isEqualTo(BY_E);
        assertThat(tables.serverOf(POOL, FLOW, true)).isEqualTo(2);
        assertThat(tables.has(POOL)).isTrue();
        assertThat(tables.has(1)).isFalse();
        assertThat(tables.has(POOL + 1)).isFalse();
    }

    @Test
    void shouldRefuseTwoPoolsOfOneNumber() {
        final PoolEpoch pool = PoolEpoch.of(POOL, tableOf(1));
        assertThatThrownBy(() -> new EpochTables(1, 0, List.of(pool, pool), new Exceptions(SLOTS, 1)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("pool 3");
    }

    @Test
    void shouldChangeTheTableAndKeepTheModes() {
        final PoolEpoch frozen = PoolEpoch.of(POOL, tableOf(1)).with(SlotMode.FROZEN, slotOf(FLOW));
        final PoolEpoch next = frozen.with(tableOf(2));
        final int slot = SlotTable.slotOf(FLOW, SLOTS);
        assertThat(next.table().serverAt(slot)).isEqualTo(2);
        assertThat(next.modeOf(slot)).isEqualTo(SlotMode.FROZEN);
        assertThat(next.with(SlotMode.NORMAL, slotOf(FLOW)).slotsInTransit()).isZero();
        assertThat(next.with(SlotMode.FROZEN, new boolean[0]).slotsInTransit()).isZero();
    }

    @Test
    void shouldSpreadSlotsOverTheWholeTable() {
        final Random random = new Random(4);
        final int[] flows = new int[SLOTS];
        for (int i = 0; i < 100 * SLOTS; i++) {
            flows[SlotTable.slotOf(random.nextLong(), SLOTS)]++;
        }
        assertThat(Arrays.stream(flows).boxed()).allSatisfy(count -> assertThat(count).isBetween(50, 160));
        assertThat(SlotTable.slotOf(-1L, SLOTS)).isEqualTo(SLOTS - 1);
        assertThat(SlotTable.slotOf(0, SLOTS)).isZero();
    }
}
