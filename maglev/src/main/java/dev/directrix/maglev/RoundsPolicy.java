package dev.directrix.maglev;

/**
 * Turns in rounds: in each round a backend of the largest weight takes one turn and the others take theirs as often
 * as their weight asks, evenly spread over the rounds.
 */
public final class RoundsPolicy implements WeightPolicy {

    @Override
    public String id() {
        return "rounds";
    }

    @Override
    public Turns turns(final int[] weights, final int size) {
        int largest = 0;
        for (final int weight : weights) {
            largest = Math.max(largest, weight);
        }
        return new Rounds(weights.clone(), largest);
    }

    private static final class Rounds implements Turns {

        private final int[] weights;
        private final int largest;
        private final int[] credit;
        private int cursor;

        Rounds(final int[] weights, final int largest) {
            this.weights = weights;
            this.largest = largest;
            this.credit = new int[weights.length];
        }

        @Override
        public int next(final int[] into, final int limit) {
            if (largest == 0) {
                return 0;
            }
            int written = 0;
            while (written < limit) {
                final int backend = cursor;
                cursor = backend + 1 == weights.length ? 0 : backend + 1;
                credit[backend] += weights[backend];
                if (credit[backend] >= largest) {
                    credit[backend] -= largest;
                    into[written++] = backend;
                }
            }
            return written;
        }
    }
}
