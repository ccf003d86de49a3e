package dev.directrix.maglev;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What changes between two tables of one size.
 *
 * @param moved slots that change their backend
 * @param needed how many had to, as some backends have more slots than before
 * @param betweenRemaining slots that change from one backend to another, both of which have slots in both tables
 */
record Disruption(int moved, int needed, int betweenRemaining) {

    static Disruption between(final MaglevTable before, final MaglevTable after) {
        final List<String> from = Cases.keys(before);
        final List<String> to = Cases.keys(after);
        final Map<String, Integer> gain = new HashMap<>();
        int moved = 0;
        int betweenRemaining = 0;
        for (int slot = 0; slot < from.size(); slot++) {
            gain.merge(from.get(slot), -1, Integer::sum);
            gain.merge(to.get(slot), 1, Integer::sum);
        }
        final Set<String> remaining = new HashSet<>(from);
        remaining.retainAll(new HashSet<>(to));
        for (int slot = 0; slot < from.size(); slot++) {
            if (!from.get(slot).equals(to.get(slot))) {
                moved++;
                betweenRemaining += remaining.contains(from.get(slot)) && remaining.contains(to.get(slot)) ? 1 : 0;
            }
        }
        final int needed = gain.values().stream().mapToInt(g -> Math.max(0, g)).sum();
        return new Disruption(moved, needed, betweenRemaining);
    }
}
