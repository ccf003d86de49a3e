package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.PoolInputs;
import dev.directrix.cluster.member.Registry;
import dev.directrix.cluster.member.Share;
import dev.directrix.forwarder.epoch.SlotTable;
import dev.directrix.maglev.Backend;
import dev.directrix.maglev.MaglevBuilder;
import dev.directrix.maglev.MaglevTable;
import dev.directrix.maglev.PermutationHash;
import dev.directrix.maglev.Seed;
import dev.directrix.maglev.SipPermutationHash;
import dev.directrix.maglev.SpreadPolicy;
import dev.directrix.maglev.WeightPolicy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the table D of a pool from its inputs: the same on every director. Maglev over the servers; the slots of those
 * that died since go to whom Maglev without them gives those slots, and no other slot changes. Keeps what it made last.
 */
final class TableBuilder {
    private static final int MOST_KEPT = 256;

    private final int size;
    private final PermutationHash hash;
    private final WeightPolicy policy = new SpreadPolicy();
    private final Map<List<Share>, int[]> kept = new HashMap<>();

    TableBuilder(final int size, final Seed seed) {
        this.size = size;
        this.hash = new SipPermutationHash(seed);
    }

    SlotTable build(final PoolInputs inputs, final Registry names) {
        final int[] slots = maglev(inputs.servers(), names).clone();
        final Set<Integer> dead = new HashSet<>();
        for (final Set<Integer> died : inputs.replaced()) {
            dead.addAll(died);
            final int[] others = maglev(
                    inputs.servers().stream().filter(share -> !dead.contains(share.server())).toList(), names);
            for (int slot = 0; slot < size; slot++) {
                if (died.contains(slots[slot])) {
                    slots[slot] = others[slot];
                }
            }
        }
        return SlotTable.of(slots);
    }

    private int[] maglev(final List<Share> servers, final Registry names) {
        if (kept.size() > MOST_KEPT) {
            kept.clear();
        }
        return kept.computeIfAbsent(servers, shares -> {
            final MaglevTable table = MaglevBuilder.build(shares.stream()
                    .map(share -> new Backend(names.servers().get(share.server()).address(), share.weight()))
                    .toList(), size, hash, policy);
            final int[] slots = new int[size];
            for (int slot = 0; slot < size; slot++) {
                final int backend = table.backendAt(slot);
                slots[slot] = backend == MaglevTable.NO_BACKEND
                        ? SlotTable.NO_SERVER : shares.get(backend).server();
            }
            return slots;
        });
    }
}
