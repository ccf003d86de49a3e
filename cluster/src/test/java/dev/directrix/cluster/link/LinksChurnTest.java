package dev.directrix.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinksChurnTest {

    private static final int SEEDS = Integer.getInteger("directrix.link.seeds", 40);

    @Test
    void shouldGiveEachLifeExactlyWhatWasSentToItInOrderWhateverHappens() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            final ChurnRun run = new ChurnRun(seed);
            run.churn(2000);
            run.settleAndCheck();
            assertThat(run.received()).as("seed %d: frames that arrived", seed).isGreaterThan(200);
        }
    }
}
