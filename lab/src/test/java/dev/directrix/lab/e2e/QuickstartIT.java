package dev.directrix.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.lab.quickstart.Quickstart;
import dev.directrix.lab.quickstart.QuickstartLab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** What {@code lab/quickstart} shows: shares, direct routing, weights, and no failure while nodes come and go. */
@Tag("lab")
@RequiresRoot
@ExtendWith(SharedQuickstart.class)
@Isolated("measures, or counts losses")
class QuickstartIT {

    @Test
    void shouldHoldEveryClaimThatItShows(QuickstartLab lab) {
        List<String> report = new ArrayList<>();

        List<String> failures = new Quickstart(lab, report::add).run();

        assertThat(failures).as(String.join("\n", report)).isEmpty();
    }
}
