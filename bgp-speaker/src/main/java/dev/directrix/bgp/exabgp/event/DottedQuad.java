package dev.directrix.bgp.exabgp.event;

/** Four octets in the notation of IPv4 addresses, which cluster and path identifiers share. */
final class DottedQuad {

    private DottedQuad() {
    }

    /** The lower 32 bits. */
    static String of(final long bits) {
        return (bits >>> 24 & 0xff) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }
}
