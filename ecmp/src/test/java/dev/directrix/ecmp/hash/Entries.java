package dev.directrix.ecmp.hash;

import java.util.ArrayList;
import java.util.List;

/** Writes groups for tests. */
public final class Entries {

    private Entries() {
    }

    /** Entries of names and weights in turn. */
    public static List<GroupEntry> of(final Object... namesAndWeights) {
        final List<GroupEntry> entries = new ArrayList<>();
        for (int i = 0; i < namesAndWeights.length; i += 2) {
            entries.add(new GroupEntry((String) namesAndWeights[i], (Integer) namesAndWeights[i + 1]));
        }
        return entries;
    }
}
