package dev.directrix.maglev;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Runs a property over many cases, each from its own seed; a failure names the seed that brings it back. */
final class Cases {

    static final Seed SEED = Seed.ofHex("8f1d2c3b4a5968778695a4b3c2d1e0ff");

    private Cases() {
    }

    static void forAll(final int count, final Consumer<SplittableRandom> property) {
        for (long seed = 1; seed <= count; seed++) {
            try {
                property.accept(new SplittableRandom(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("fails for the case of seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** Backends with random distinct keys and weights from 0 (or 1) to a limit. */
    static List<Backend> backends(final SplittableRandom random, final int count, final int least, final int most) {
        final List<Backend> backends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final String key = "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + i;
            backends.add(new Backend(key, random.nextInt(least, most + 1)));
        }
        return backends;
    }

    static List<Backend> equal(final int count) {
        final List<Backend> backends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            backends.add(new Backend("10.0." + i / 250 + "." + (1 + i % 250), 1));
        }
        return backends;
    }

    static int prime(final SplittableRandom random, final int most) {
        return TableSize.atLeast(random.nextInt(2, most));
    }

    /** Who serves each slot, by key. */
    static List<String> keys(final MaglevTable table) {
        final List<String> keys = new ArrayList<>();
        for (int slot = 0; slot < table.size(); slot++) {
            final int backend = table.backendAt(slot);
            keys.add(backend == MaglevTable.NO_BACKEND ? "" : table.backends().get(backend).key());
        }
        return keys;
    }
}
