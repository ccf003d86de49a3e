package dev.directrix.maglev;

import java.util.Arrays;

/** Cilium's weighted fill, as the vectors define it; a weight of 0 is no special case there. */
final class CiliumPolicy implements WeightPolicy {

    @Override
    public String id() {
        return "cilium";
    }

    @Override
    public Turns turns(final int[] weights, final int size) {
        return weights.length == 0 ? (into, limit) -> 0 : new Counters(weights);
    }

    private static final class Counters implements Turns {

        private final int[] weights;
        private final long sum;
        private final boolean weighted;
        private final double[] counters;
        private long turn;

        Counters(final int[] weights) {
            this.weights = weights;
            this.sum = Arrays.stream(weights).asLongStream().sum();
            this.weighted = sum / weights.length > 1;
            this.counters = Arrays.stream(weights).mapToDouble(w -> (double) w / weights.length).toArray();
        }

        @Override
        public int next(final int[] into, final int limit) {
            for (int written = 0; written < limit; written++) {
                int backend = (int) (turn % weights.length);
                while (weighted && (turn + 1) * weights[backend] < (long) counters[backend]) {
                    backend = (backend + 1) % weights.length;
                }
                if (weighted) {
                    counters[backend] += sum;
                }
                into[written] = backend;
                turn++;
            }
            return limit;
        }
    }
}
