package dev.directrix.forwarder.service;

import java.util.Locale;

/** What follows the UDP header of generic UDP encapsulation (draft-ietf-intarea-gue-09 §3). */
public enum GueVariant {
    /** Variant 0: four octets of GUE header, then the packet. */
    HEADER,
    /** Variant 1: the packet itself, its IP version is the variant. What Katran sends. */
    DIRECT,
    /** Variant 0 with GLB's private data, naming no further servers; GLB's port is 19523. */
    GLB;

    /** Lower case, as in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
