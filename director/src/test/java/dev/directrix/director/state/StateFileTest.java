package dev.directrix.director.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.director.reconcile.Configs;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.Ramp;
import dev.directrix.director.reconcile.WeightCommand;
import dev.directrix.forwarder.service.ServerKey;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateFileTest {

    private static final InetAddress SIX = Configs.address("2001:db8::10");
    private static final Overrides EVERYTHING = Overrides.NONE.withWeight(300, Optional.empty())
        .withWeight(7, Optional.of(Configs.VIP)).withWeight(65_535, Optional.of(SIX)).withDrain(Optional.empty())
        .withDrain(Optional.of(SIX)).withServerWeight(new ServerKey("web", Configs.server("s1")), 0)
        .withServerDrain(new ServerKey("web", Configs.server("s2")));

    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("lib/directrix/d1.state");
    }

    private StateFile file() {
        return new StateFile(path(), "d1");
    }

    @Test
    void shouldRememberEveryCommand() {
        file().write(EVERYTHING);
        assertThat(file().read()).isEqualTo(EVERYTHING);
        file().write(Overrides.NONE);
        assertThat(file().read()).isEqualTo(Overrides.NONE);
    }

    @Test
    void shouldRememberThatTheSessionsOfADrainedDirectorRest() {
        final Overrides atRest = EVERYTHING.withDrain(Optional.empty(), Optional.of("disk swap, \"café\""));
        file().write(atRest);
        assertThat(file().read()).isEqualTo(atRest).isNotEqualTo(EVERYTHING);
    }

    @Test
    void shouldRememberRamps() {
        final Ramp ramp = new Ramp(10, 100, 1_700_000_000_000L, 600_000, 5);
        final Overrides ramping = EVERYTHING.withWeight(new WeightCommand(100, Optional.of(ramp),
            Map.of(SIX, new Ramp(40, 100, ramp.startMs(), 600_000, 5))), Optional.empty())
            .withWeight(new WeightCommand(9, Optional.of(new Ramp(1, 9, 1, 9_000, 1)), Map.of()), Optional.of(SIX));
        file().write(ramping);
        assertThat(file().read()).isEqualTo(ramping);
    }

    @Test
    void shouldLeaveNothingBesideTheFileAndLetOnlyTheOwnerRead() throws IOException {
        file().write(EVERYTHING);
        Files.writeString(path().resolveSibling("d1.state.new"), "the rest of a crash");
        file().write(EVERYTHING);
        try (var names = Files.list(path().getParent())) {
            assertThat(names).containsExactly(path());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path()))).isEqualTo("rw-------");
    }

    @Test
    void shouldBeNothingWhenThereIsNoFile() {
        assertThat(file().read()).isEqualTo(Overrides.NONE);
        assertThat(path().getParent()).as("reading makes no directory").doesNotExist();
    }

    @Test
    void shouldWriteTheSameCommandsAsTheSameText() throws IOException {
        file().write(EVERYTHING);
        final String first = Files.readString(path());
        file().write(EVERYTHING);
        assertThat(Files.readString(path())).isEqualTo(first).startsWith("{\n  \"version\": 1,");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`` | d1.state is no state file of this director: ",
        "`{\"version\":1,\"dir` | d1.state is no state file of this director: ",
        "`{\"version\":2,\"director\":\"d1\"}` | it has version 2, this program knows 1",
        "`{\"version\":1,\"director\":\"d2\"}` | it is of director d2, not of d1",
        "`{\"version\":1,\"director\":\"d1\",\"weight\":{\"weight\":0}}` | weight 0 is not within 1..65535",
        "`{\"version\":1,\"director\":\"d1\",\"vipWeights\":[{\"vip\":\"x\",\"weight\":1}]}` | 'x' is no",
        "`{\"version\":1,\"director\":\"d1\",\"weight\":{\"weight\":9,\"ramp\":{\"from\":1,\"startMs\":1,"
            + "\"durationMs\":0,\"step\":1},\"vipRamps\":[]}}` | no ramp: from 1 to 9",
        "`{\"version\":1,\"director\":\"d1\"}` | field 'vipWeights' is missing"})
    void shouldSayWhatIsWrongWithAFile(final String text, final String message) throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), text);
        assertThatThrownBy(() -> file().read()).isInstanceOf(StateException.class).hasMessageContaining(message);
        file().write(EVERYTHING);
        assertThat(file().read()).as("the next command repairs it").isEqualTo(EVERYTHING);
    }

    @Test
    void shouldRefuseWhatIsNoTextAndWhatIsTooLong() throws IOException {
        Files.createDirectories(path().getParent());
        Files.write(path(), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> file().read()).hasMessageContaining("not UTF-8 text");
        Files.write(path(), new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> file().read()).hasMessageContaining("longer than 1 MiB");
    }

    @Test
    void shouldSayWhyItCannotWriteAndLeaveTheOldFileAlone() throws IOException {
        Files.writeString(folder.resolve("lib"), "a file where a directory should be");
        assertThatThrownBy(() -> file().write(EVERYTHING)).isInstanceOf(StateException.class)
            .hasMessageStartingWith(path() + " cannot be written: ");
        Files.delete(folder.resolve("lib"));
        file().write(EVERYTHING);
        Files.createDirectory(path().resolveSibling("d1.state.new"));
        Files.writeString(path().resolveSibling("d1.state.new").resolve("x"), "");
        assertThatThrownBy(() -> file().write(Overrides.NONE)).isInstanceOf(StateException.class);
        assertThat(file().read()).isEqualTo(EVERYTHING);
    }
}
