package dev.directrix.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PipelineFuzzTest {
    @Test
    void shouldEndureDamagedFramesOfEveryMode() {
        assertThat(PipelineFuzz.run(300_000, 20_261_121)).startsWith("300000 frames: forwarded ")
                .contains("answers ", "no-service=", "bad-ip-header=", "too-big=");
    }

    @Test
    void shouldDoTheSameForTheSameSeed() {
        assertThat(PipelineFuzz.run(20_000, 7)).isEqualTo(PipelineFuzz.run(20_000, 7))
                .isNotEqualTo(PipelineFuzz.run(20_000, 8));
    }
}
