package dev.directrix.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilityTest {

    @Test
    void shouldReadTheEffectiveSet() {
        assertThat(Capability.effective(List.of("CapPrm:\t000001ffffffffff", "CapEff:\t0000008000003000")))
                .containsExactly(Capability.NET_ADMIN, Capability.NET_RAW, Capability.BPF);
        assertThat(Capability.effective(List.of("CapEff:\t0000000000000000"))).isEmpty();
        assertThat(Capability.BPF.kernelName()).isEqualTo("CAP_BPF");
    }

    @Test
    void shouldSayWhatIsMissingInTheStatus() {
        assertThatThrownBy(() -> Capability.effective(List.of("Name: x"))).hasMessageContaining("CapEff:");
    }

    @Test
    void shouldReadThisProcessAsTheKernelShowsIt() throws Exception {
        assertThat(Capability.effective())
                .isEqualTo(Capability.effective(Files.readAllLines(Path.of("/proc/self/status"))));
    }
}
