package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.Family;
import java.util.List;

/** How many paths for one prefix are welcome (draft-abraitis-idr-addpath-paths-limit), by family. */
public record PathsLimit(List<Entry> entries) implements Capability {

    /** Code. */
    public static final int CODE = 76;
    /** How it is read and written. */
    public static final CapabilityCodec<PathsLimit> CODEC = new ListCapabilityCodec<>(
        CODE, PathsLimit.class, Entry::read, Entry::write, PathsLimit::new, PathsLimit::entries);

    /**
     * The limit of one family.
     *
     * @param family the family
     * @param limit  paths, 0 to 65535; 0 says nothing
     */
    public record Entry(Family family, int limit) {

        private static Entry read(final ByteReader in) {
            return new Entry(new Family(in.u16(), in.u8()), in.u16());
        }

        private void write(final ByteWriter out) {
            out.u16(family.afi()).u8(family.safi()).u16(limit);
        }

        @Override
        public String toString() {
            return family + " " + limit;
        }
    }

    /** Freezes the list. */
    public PathsLimit {
        entries = List.copyOf(entries);
    }

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "paths-limit " + entries;
    }
}
