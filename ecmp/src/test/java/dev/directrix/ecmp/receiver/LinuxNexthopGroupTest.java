package dev.directrix.ecmp.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.ecmp.receiver.LinuxNexthopGroup.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxNexthopGroupTest {

    private static final MultipathRules RULES = MultipathRules.upTo(16);

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource({"ROUTE, 1 2 4, 1 2 4", "ROUTE, 256 1 3, 256 1 3", "ROUTE, 512 1 3, 256 1 1",
        "GROUP_8_BIT, 256 128 1, 255 127 1", "GROUP_8_BIT, 255 1 1, 255 1 1", "GROUP_16_BIT, 65535 300 1, 65535 300 1"})
    void shouldTakeWeightsAsTheyAreWhereTheyFit(final Form form, final String weights, final String expected) {
        final EcmpSet set = new LinuxNexthopGroup(RULES, form).receive(FrrReceiverTest.paths(weights));
        assertThat(FrrReceiverTest.weights(set)).isEqualTo(expected);
        assertThat(set.weighted()).isTrue();
    }

    @Test
    void shouldReadLinkBandwidthWhereThereIsNoCommunityAndTreatAllAlikeWithoutEither() {
        final List<Path> paths = new ArrayList<>(FrrReceiverTest.paths("1 2 4"));
        paths.set(1, paths.get(1).withWeight(AnnouncedWeight.ofBandwidth(2.5e6f)));
        final LinuxNexthopGroup linux = new LinuxNexthopGroup(RULES, Form.GROUP_16_BIT);
        assertThat(FrrReceiverTest.weights(linux.receive(paths))).isEqualTo("1 2 4");
        paths.set(1, paths.get(1).withWeight(
            new AnnouncedWeight(Optional.of(5e6f), Optional.of(2.5e6f), OptionalInt.empty())));
        assertThat(FrrReceiverTest.weights(linux.receive(paths))).as("the lower one").isEqualTo("1 2 4");
        paths.set(1, paths.get(1).withWeight(AnnouncedWeight.NONE));
        final EcmpSet flat = linux.receive(paths);
        assertThat(FrrReceiverTest.weights(flat)).isEqualTo("1 1 1");
        assertThat(flat.unweighted()).containsExactly("d1");
        assertThat(linux.receive(List.of()).nextHops()).isEmpty();
    }
}
