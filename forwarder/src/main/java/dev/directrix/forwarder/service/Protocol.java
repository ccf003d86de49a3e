package dev.directrix.forwarder.service;

import java.util.Locale;

/** A transport protocol that a service can have. */
public enum Protocol {
    /** RFC 9293. */
    TCP(6),
    /** RFC 768. */
    UDP(17);

    private final int number;

    Protocol(final int number) {
        this.number = number;
    }

    /** The IP protocol number. */
    public int number() {
        return number;
    }

    /**
     * The protocol of an IP protocol number.
     *
     * @throws IllegalArgumentException if it is neither TCP nor UDP
     */
    public static Protocol ofNumber(final int number) {
        return switch (number) {
            case 6 -> TCP;
            case 17 -> UDP;
            default -> throw new IllegalArgumentException("IP protocol " + number + " is neither tcp (6) nor udp (17)");
        };
    }

    /** Lower case, as in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
