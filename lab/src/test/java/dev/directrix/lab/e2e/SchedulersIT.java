package dev.directrix.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.lab.modes.ModesLab;
import dev.directrix.lab.schedulers.SchedulerRig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What {@code lab/schedulers} tries. */
@Tag("lab")
@RequiresRoot
@ResourceLock("modes")
class SchedulersIT {

    @Test
    void shouldSendEveryConnectionWhereItsServiceSays() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Path topology = Path.of(System.getProperty("directrix.root", "..")).resolve(ModesLab.TOPOLOGY);
        try (ModesLab lab = ModesLab.up(topology, line -> { })) {
            assertThat(new SchedulerRig(lab).run(lines::add)).as(String.join("\n", lines)).isTrue();
        }
        assertThat(lines).hasSizeGreaterThan(5).allSatisfy(line -> assertThat(line).contains(" ok "));
    }
}
