package dev.directrix.maglev;

/**
 * The default permutation: SipHash-1-3 of the key's bytes under two keys of the seed, one for the offset and one for
 * the skip, reduced by multiply-high. Who does not know the seed cannot tell which slots a backend gets.
 */
public final class SipPermutationHash implements PermutationHash {

    private static final int COMPRESSIONS = 1;
    private static final int FINALIZATIONS = 3;

    private final Seed.Key offsetKey;
    private final Seed.Key skipKey;
    private final String id;

    /**
     * The permutation hash that all directors with this seed share.
     *
     * @param seed the shared secret
     */
    public SipPermutationHash(final Seed seed) {
        this.offsetKey = seed.key("directrix maglev offset");
        this.skipKey = seed.key("directrix maglev skip");
        this.id = "siphash-1-3/" + seed.id();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Permutation permutation(final byte[] key, final int size) {
        return new Permutation(
                (int) Math.unsignedMultiplyHigh(hash(offsetKey, key), size),
                (int) Math.unsignedMultiplyHigh(hash(skipKey, key), size - 1) + 1);
    }

    private static long hash(final Seed.Key sipKey, final byte[] key) {
        return SipHash.hash(COMPRESSIONS, FINALIZATIONS, sipKey.k0(), sipKey.k1(), key);
    }
}
