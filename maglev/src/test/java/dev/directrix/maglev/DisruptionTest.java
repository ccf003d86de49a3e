package dev.directrix.maglev;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How many slots a change moves, beyond those that must move for the new shares. */
class DisruptionTest {

    private static final int CASES = 5;
    private static final int SERVERS = 100;

    @Test
    void shouldMoveFewSlotsNeedlesslyWhenAServerIsAdded() {
        final Moves moves = measure(new SpreadPolicy(), random -> Cases.backends(random, SERVERS, 1, 1),
                backends -> with(backends, new Backend("10.250.0.1", 1)));
        assertThat(moves.moved()).isBetween(0.0150, 0.0166);
        assertThat(moves.needless()).isLessThan(0.0063);
    }

    @Test
    void shouldMoveFewSlotsNeedlesslyWhenAServerIsRemoved() {
        final Moves equal = measure(new SpreadPolicy(), random -> Cases.backends(random, SERVERS, 1, 1),
                backends -> backends.subList(1, SERVERS));
        assertThat(equal.needless()).isLessThan(0.0063);
        final Moves weighted = measure(new SpreadPolicy(), random -> Cases.backends(random, SERVERS, 1, 10),
                backends -> backends.subList(1, SERVERS));
        assertThat(weighted.needless()).isLessThan(0.0075);
    }

    @Test
    void shouldMoveFewSlotsWhenAWeightChanges() {
        final Moves moves = measure(new SpreadPolicy(), random -> Cases.backends(random, SERVERS, 5, 9),
                backends -> reweighted(backends, 0, 10));
        assertThat(moves.needless()).isLessThan(0.0075);
    }

    @Test
    void shouldMoveFewerSlotsThanEnvoyAndCiliumForASmallChangeOfWeight() {
        final Function<SplittableRandom, List<Backend>> before = random -> Cases.backends(random, SERVERS, 50, 200);
        final UnaryOperator<List<Backend>> change = b -> reweighted(b, 0, b.getFirst().weight() + 1);
        final double ours = measure(new SpreadPolicy(), before, change).needless();
        assertThat(ours).isLessThan(measure(new EnvoyPolicy(), before, change).needless());
        assertThat(ours).isLessThan(measure(new CiliumPolicy(), before, change).needless());
        assertThat(ours).isLessThan(0.0015);
    }

    @Test
    void shouldMoveNothingWhenAllWeightsAreScaledByAPowerOfTwo() {
        final Moves moves = measure(new SpreadPolicy(), random -> Cases.backends(random, SERVERS, 1, 10),
                backends -> backends.stream().map(b -> new Backend(b.key(), 8 * b.weight())).toList());
        assertThat(moves.moved()).isZero();
    }

    private static List<Backend> with(final List<Backend> backends, final Backend more) {
        final List<Backend> all = new ArrayList<>(backends);
        all.add(more);
        return all;
    }

    private static List<Backend> reweighted(final List<Backend> backends, final int index, final int weight) {
        final List<Backend> all = new ArrayList<>(backends);
        all.set(index, new Backend(backends.get(index).key(), weight));
        return all;
    }

    private static Moves measure(final WeightPolicy policy, final Function<SplittableRandom, List<Backend>> before,
            final UnaryOperator<List<Backend>> change) {
        double moved = 0;
        double needed = 0;
        for (int seed = 1; seed <= CASES; seed++) {
            final List<Backend> from = before.apply(new SplittableRandom(seed));
            final PermutationHash hash = new SipPermutationHash(Cases.SEED);
            final MaglevTable old = MaglevBuilder.build(from, TableSize.DEFAULT, hash, policy);
            final MaglevTable young = MaglevBuilder.build(change.apply(from), TableSize.DEFAULT, hash, policy);
            final Disruption disruption = Disruption.between(old, young);
            moved += disruption.moved();
            needed += disruption.needed();
        }
        final double slots = (double) TableSize.DEFAULT * CASES;
        return new Moves(moved / slots, (moved - needed) / slots);
    }

    /** Shares of all slots. */
    private record Moves(double moved, double needless) {
    }
}
