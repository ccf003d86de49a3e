package dev.directrix.forwarder.flow;

/**
 * Eight one-byte tags in a long, compared all at once. A tag of 0 is an empty place. A match is a long with the top bit
 * of each matching byte set; the arithmetic is the exact form, which has no false positives.
 */
final class TagGroup {
    /** Places in a group. */
    static final int PLACES = 8;

    private static final long ONES = 0x0101010101010101L;
    private static final long LOW_SEVEN = 0x7f7f7f7f7f7f7f7fL;

    private TagGroup() {
    }

    /** The tag of a hash, 1 to 255: its low bits, which choose no group. */
    static int tagOf(final long hash) {
        final int low = (int) hash & 0xff;
        return low == 0 ? 1 : low;
    }

    static long matches(final long tags, final int tag) {
        return zeroBytes(tags ^ (ONES * tag));
    }

    static long empties(final long tags) {
        return zeroBytes(tags);
    }

    static long used(final long tags) {
        return zeroBytes(tags) ^ ~LOW_SEVEN;
    }

    /** The place of the lowest match. */
    static int first(final long matches) {
        return Long.numberOfTrailingZeros(matches) >>> 3;
    }

    static int tagAt(final long tags, final int place) {
        return (int) (tags >>> (place << 3)) & 0xff;
    }

    static long with(final long tags, final int place, final int tag) {
        final int shift = place << 3;
        return (tags & ~(0xffL << shift)) | ((long) tag << shift);
    }

    private static long zeroBytes(final long x) {
        return ~(((x & LOW_SEVEN) + LOW_SEVEN) | x | LOW_SEVEN);
    }
}
