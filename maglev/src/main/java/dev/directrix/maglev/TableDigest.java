package dev.directrix.maglev;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Names a table: two directors with equal digests have the same size, hash and seed, weight policy, backends with
 * weights, and the same backend in every slot, whatever the order of their lists.
 *
 * <p>SHA-256 over, in this order, numbers as 4 bytes big endian and texts as length and UTF-8 bytes: the text
 * {@code directrix maglev table 1}, size, hash id, policy id, number of backends; of each backend in ascending order
 * of its key's bytes: key, weight; of each slot from 0 on: the backend's rank in that order, or -1.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record TableDigest(String hex) {

    private static final String FORMAT = "directrix maglev table 1";
    private static final int SHOWN = 12;
    private static final int CHUNK_BYTES = 16 * 1024;

    /** Checks the length. */
    public TableDigest {
        if (hex.length() != 64) {
            throw new IllegalArgumentException("a table digest has 64 hexadecimal digits, not " + hex.length());
        }
    }

    /**
     * What people compare.
     *
     * @return the first 12 digits
     */
    public String shortForm() {
        return hex.substring(0, SHOWN);
    }

    /**
     * Computes the digest.
     *
     * @param ordered backends in table order
     * @param ranks per slot, index into {@code ordered} or -1
     */
    static TableDigest of(final String hashId, final String policyId, final List<Backend> ordered,
            final int[] ranks) {
        final MessageDigest sha = sha256();
        text(sha, FORMAT);
        number(sha, ranks.length);
        text(sha, hashId);
        text(sha, policyId);
        number(sha, ordered.size());
        for (final Backend backend : ordered) {
            text(sha, backend.key());
            number(sha, backend.weight());
        }
        final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        for (final int rank : ranks) {
            if (!chunk.hasRemaining()) {
                sha.update(chunk.flip());
                chunk.clear();
            }
            chunk.putInt(rank);
        }
        sha.update(chunk.flip());
        return new TableDigest(HexFormat.of().formatHex(sha.digest()));
    }

    private static void text(final MessageDigest sha, final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(sha, bytes.length);
        sha.update(bytes);
    }

    private static void number(final MessageDigest sha, final int number) {
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Shows the short form. */
    @Override
    public String toString() {
        return shortForm();
    }
}
