package dev.directrix.maglev;

/** Envoy's permutation: xxHash64 with seed 0 for the offset and seed 1 for the skip. */
final class EnvoyHash implements PermutationHash {

    @Override
    public String id() {
        return "xxhash64";
    }

    @Override
    public Permutation permutation(final byte[] key, final int size) {
        return new Permutation((int) Long.remainderUnsigned(XxHash64.hash(key, 0), size),
                (int) Long.remainderUnsigned(XxHash64.hash(key, 1), size - 1) + 1);
    }
}
