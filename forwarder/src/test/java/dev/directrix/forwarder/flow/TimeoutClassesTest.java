package dev.directrix.forwarder.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.forwarder.service.ServiceTimeouts;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeoutClassesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final ServiceTimeouts SHORT = new ServiceTimeouts(
            Optional.of(Duration.ofSeconds(20)), Optional.of(Duration.ofSeconds(5)),
            Optional.of(Duration.ofSeconds(2)), Optional.empty(), Optional.of(Duration.ofSeconds(7)),
            Optional.of(Duration.ofSeconds(3)));

    private final TimeoutClasses classes = new TimeoutClasses(FlowTimeouts.DEFAULT);

    @Test
    void shouldKeepEachFlowForTheTimeOfItsService() {
        classes.apply(List.of(ServiceTimeouts.DEFAULT, SHORT));
        try (FlowTable table = new FlowTable(100, classes, FlowListener.NONE)) {
            table.advance(0);
            table.insert(1, 1, FlowState.ESTABLISHED.inClass(1), 11, 1);
            table.insert(2, 2, FlowState.UDP.inClass(1), 22, 1);
            table.insert(3, 3, FlowState.ESTABLISHED.inClass(1), 33, 1);
            table.insert(4, 4, FlowState.ESTABLISHED.inClass(0), 44, 1);
            table.touch(table.find(3, 3, false, 33), TcpEvent.FIN);
            table.advance(3 * SECOND);
            assertThat(table.find(3, 3, false, 33)).isEqualTo(FlowTable.ABSENT);
            assertThat(table.find(2, 2, true, 22)).isNotEqualTo(FlowTable.ABSENT);
            table.advance(6 * SECOND);
            assertThat(table.find(2, 2, true, 22)).isEqualTo(FlowTable.ABSENT);
            table.advance(19 * SECOND);
            assertThat(table.find(1, 1, false, 11)).isNotEqualTo(FlowTable.ABSENT);
            table.advance(21 * SECOND);
            assertThat(table.find(1, 1, false, 11)).isEqualTo(FlowTable.ABSENT);
            assertThat(table.find(4, 4, false, 44)).isNotEqualTo(FlowTable.ABSENT);
        }
    }

    @Test
    void shouldGiveFlowsThatAreThereTheNewTimeOfTheirClass() {
        classes.apply(List.of(ServiceTimeouts.DEFAULT, ServiceTimeouts.DEFAULT));
        try (FlowTable table = new FlowTable(100, classes, FlowListener.NONE)) {
            table.advance(0);
            table.insert(1, 1, FlowState.ESTABLISHED.inClass(1), 11, 1);
            classes.apply(List.of(ServiceTimeouts.DEFAULT, SHORT));
            table.advance(21 * SECOND);
            assertThat(table.find(1, 1, false, 11)).isEqualTo(FlowTable.ABSENT);
        }
    }

    @Test
    void shouldRememberSynsForTheTimeOfTheirService() {
        classes.apply(List.of(ServiceTimeouts.DEFAULT, SHORT));
        final SynMemory syns = new SynMemory(64, classes);
        syns.remember(77, 5, 0);
        assertThat(syns.serverOf(77, 3 * SECOND, 1)).isEqualTo(5);
        assertThat(syns.serverOf(77, 4 * SECOND, 1)).isEqualTo(SynMemory.ABSENT);
        assertThat(syns.serverOf(77, 4 * SECOND, 0)).isEqualTo(5);
    }

    @Test
    void shouldRefuseMoreClassesThanAnEntryCanName() {
        assertThatThrownBy(() -> classes.apply(Collections.nCopies(33, SHORT)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("33");
    }
}
