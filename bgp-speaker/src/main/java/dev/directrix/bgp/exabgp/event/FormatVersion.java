package dev.directrix.bgp.exabgp.event;

import java.util.Arrays;
import java.util.Optional;

/** Versions of ExaBGP's event formats. */
public enum FormatVersion {

    /** ExaBGP 4: AS_PATH as lists, no router id, unknown communities without a string. */
    V4_0_1("4.0.1"),
    /** ExaBGP 5: AS_PATH by segment, community lists sorted. The default. */
    V5_0_0("5.0.0"),
    /** ExaBGP's development branch: community lists as they came, next hop beside withdrawn routes. */
    V6_0_0("6.0.0");

    private final String text;

    FormatVersion(final String text) {
        this.text = text;
    }

    /** As {@code exabgp} stands in every event. */
    public String text() {
        return text;
    }

    /** The version written so, or nothing if there is none. */
    public static Optional<FormatVersion> parse(final String text) {
        return Arrays.stream(values()).filter(version -> version.text.equals(text)).findFirst();
    }

    boolean atLeast(final FormatVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
