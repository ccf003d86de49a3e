package dev.directrix.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.lab.modes.Mode;
import dev.directrix.lab.modes.ModeMatrix;
import dev.directrix.lab.modes.ModesLab;
import dev.directrix.lab.modes.Traffic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A tunnel and full translation with every kind of traffic; {@code lab/modes} tries every mode, and takes longer. */
@Tag("lab")
@RequiresRoot
@ResourceLock("modes")
class ModesIT {
    private static final int MEGABYTES = 10;
    private static final Set<String> SHORT = Set.of("ipip", "fullnat");

    private static ModesLab lab;
    private static ModeMatrix matrix;

    @BeforeAll
    static void up() {
        lab = ModesLab.up(Path.of(System.getProperty("directrix.root", "..")).resolve(ModesLab.TOPOLOGY),
            new CopyOnWriteArrayList<String>()::add);
        matrix = new ModeMatrix(lab, MEGABYTES);
    }

    @AfterAll
    static void down() {
        if (lab != null) {
            lab.close();
        }
    }

    static List<Mode> modes() {
        return Mode.ALL.stream().filter(mode -> SHORT.contains(mode.name())).toList();
    }

    @ParameterizedTest
    @MethodSource("modes")
    void shouldCarryEveryKindOfTrafficWithRightChecksums(Mode mode) {
        List<ModeMatrix.Cell> cells = new ArrayList<>();
        matrix.run(mode, List.of(Traffic.values()), cells::add);
        assertThat(cells).isNotEmpty().allSatisfy(cell -> assertThat(cell.failure()).as(cell.toString()).isEmpty());
    }
}
