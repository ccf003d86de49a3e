package dev.directrix.forwarder.packet;

/** The Internet checksum kept right when a field changes, without reading the rest (RFC 1624 §3, equation 3). */
final class Checksum {
    private Checksum() {
    }

    /** The checksum after a 16-bit word of the data changed. */
    static int updated(final int checksum, final int oldWord, final int newWord) {
        final int sum = (~checksum & 0xffff) + (~oldWord & 0xffff) + newWord;
        final int folded = (sum & 0xffff) + (sum >>> 16);
        return ~(folded + (folded >>> 16)) & 0xffff;
    }
}
