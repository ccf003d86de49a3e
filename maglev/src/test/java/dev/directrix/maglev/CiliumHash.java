package dev.directrix.maglev;

import java.nio.ByteBuffer;
import java.util.Base64;

/** Cilium's permutation: the two halves of one murmur3 hash, seeded from a base64 text. */
final class CiliumHash implements PermutationHash {

    private final String seedText;
    private final int seed;

    CiliumHash(final String seedText) {
        this.seedText = seedText;
        this.seed = ByteBuffer.wrap(Base64.getDecoder().decode(seedText)).getInt();
    }

    @Override
    public String id() {
        return "murmur3-x64-128/" + seedText;
    }

    @Override
    public Permutation permutation(final byte[] key, final int size) {
        final Murmur3.Digest digest = Murmur3.hash(key, seed);
        return new Permutation((int) Long.remainderUnsigned(digest.low(), size),
                (int) Long.remainderUnsigned(digest.high(), size - 1) + 1);
    }
}
