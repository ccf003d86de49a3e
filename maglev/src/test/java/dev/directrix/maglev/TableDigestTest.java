package dev.directrix.maglev;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableDigestTest {

    private static final List<Backend> BACKENDS = List.of(new Backend("s1", 1), new Backend("s2", 2));

    @Test
    void shouldDifferWithEveryInput() {
        final Seed otherSeed = Seed.ofHex("00000000000000000000000000000001");
        final List<MaglevTable> tables = List.of(
                MaglevBuilder.build(BACKENDS, 1_021, Cases.SEED),
                MaglevBuilder.build(BACKENDS, 1_031, Cases.SEED),
                MaglevBuilder.build(BACKENDS, 1_021, otherSeed),
                MaglevBuilder.build(List.of(BACKENDS.get(0), new Backend("s2", 3)), 1_021, Cases.SEED),
                MaglevBuilder.build(List.of(BACKENDS.get(0), new Backend("s3", 2)), 1_021, Cases.SEED),
                MaglevBuilder.build(BACKENDS, 1_021, new SipPermutationHash(Cases.SEED), new EnvoyPolicy()));
        assertThat(tables.stream().map(MaglevTable::digest).distinct()).hasSameSizeAs(tables);
    }

    @Test
    void shouldDifferWhenOnlyTheInputsDifferAndTheSlotsDoNot() {
        final MaglevTable one = MaglevBuilder.build(BACKENDS, 1_021, Cases.SEED);
        final MaglevTable doubled = MaglevBuilder.build(
                List.of(new Backend("s1", 2), new Backend("s2", 4)), 1_021, Cases.SEED);
        assertThat(Cases.keys(doubled)).isEqualTo(Cases.keys(one));
        assertThat(doubled.digest()).isNotEqualTo(one.digest());
    }

    @Test
    void shouldStayWhatItIsBecauseDirectorsOfDifferentReleasesCompareIt() {
        assertThat(MaglevBuilder.build(BACKENDS, 1_021, Cases.SEED).digest().hex())
                .isEqualTo("56a5a13b962b82a8388c423f3c2e805ee6bb97c095fe61eb0ff729da25ea65dc");
    }

    @Test
    void shouldShowTwelveDigits() {
        final TableDigest digest = MaglevBuilder.build(BACKENDS, 1_021, Cases.SEED).digest();
        assertThat(digest.toString()).isEqualTo(digest.shortForm()).isEqualTo(digest.hex().substring(0, 12));
    }
}
