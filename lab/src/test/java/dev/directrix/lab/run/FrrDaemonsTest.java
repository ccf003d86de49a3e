package dev.directrix.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FrrDaemonsTest {

    @Test
    void shouldStartWhatTheDaemonsFileEnables() {
        List<FrrDaemons.Daemon> daemons = FrrDaemons.enabled("""
            # bfdd=yes
            zebra=yes
            bgpd=no
            ospfd=yes
            staticd=no
            vtysh_enable=yes
            zebra_options=" -s 90000000 --daemon -A 127.0.0.1"
            ospfd_options="  -d -A ::1"
            """);

        assertThat(daemons).containsExactly(
            new FrrDaemons.Daemon("zebra", List.of("-s", "90000000", "-A", "127.0.0.1")),
            new FrrDaemons.Daemon("staticd", List.of()),
            new FrrDaemons.Daemon("ospfd", List.of("-A", "::1")));
    }
}
