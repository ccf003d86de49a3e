package dev.directrix.maglev;

import java.util.Arrays;

/** Envoy's weighted fill, as the vectors define it. */
final class EnvoyPolicy implements WeightPolicy {

    @Override
    public String id() {
        return "envoy";
    }

    @Override
    public Turns turns(final int[] weights, final int size) {
        final double sum = Arrays.stream(weights).asLongStream().sum();
        if (sum == 0) {
            return (into, limit) -> 0;
        }
        final double[] normalized = Arrays.stream(weights).mapToDouble(weight -> weight / sum).toArray();
        return new Rounds(normalized, Arrays.stream(normalized).max().orElseThrow());
    }

    private static final class Rounds implements Turns {

        private final double[] weights;
        private final double largest;
        private final double[] targets;
        private long round = 1;
        private int cursor;

        Rounds(final double[] weights, final double largest) {
            this.weights = weights;
            this.largest = largest;
            this.targets = new double[weights.length];
        }

        @Override
        public int next(final int[] into, final int limit) {
            int written = 0;
            while (written < limit) {
                if (weights[cursor] > 0 && round * weights[cursor] >= targets[cursor]) {
                    targets[cursor] += largest;
                    into[written++] = cursor;
                }
                if (++cursor == weights.length) {
                    cursor = 0;
                    round++;
                }
            }
            return written;
        }
    }
}
