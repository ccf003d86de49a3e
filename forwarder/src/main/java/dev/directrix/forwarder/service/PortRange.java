package dev.directrix.forwarder.service;

/**
 * Ports of a service. Immutable.
 *
 * @param first first port, 0 to 65535
 * @param last  last port, not below the first
 */
public record PortRange(int first, int last) {
    /** Every port. */
    public static final PortRange ANY = new PortRange(0, 65535);

    /** Checks the bounds. */
    public PortRange {
        if (first < 0 || last > 65535 || first > last) {
            throw new IllegalArgumentException("ports " + first + "-" + last + " are no range within 0..65535");
        }
    }

    /** One port, 1 to 65535. */
    public static PortRange of(final int port) {
        checkPort(port);
        return new PortRange(port, port);
    }

    /** Whether it is one port. */
    public boolean isSingle() {
        return first == last;
    }

    /** Whether it is every port. */
    public boolean isAny() {
        return first == 0 && last == 65535;
    }

    /** Whether both have a port in common. */
    public boolean overlaps(final PortRange other) {
        return first <= other.last && other.first <= last;
    }

    /** {@code 80}, {@code 1000-1999}, or {@code any}. */
    @Override
    public String toString() {
        return isAny() ? "any" : isSingle() ? Integer.toString(first) : first + "-" + last;
    }

    static void checkPort(final int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not within 1..65535");
        }
    }
}
