package dev.directrix.bgp.wire;

/** A read past the end of the octets at hand. Whoever knows what was being read turns it into the protocol's error. */
public final class TruncatedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TruncatedException(final int wanted, final int remaining) {
        super("wanted " + wanted + " octets, " + remaining + " left", null, false, false);
    }
}
