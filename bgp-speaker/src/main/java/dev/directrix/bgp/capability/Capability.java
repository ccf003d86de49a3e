package dev.directrix.bgp.capability;

/** Something a speaker can do, as told in OPEN (RFC 5492). Implementations are immutable records. */
public interface Capability {

    /** The code. */
    int code();

    /** In words, for an engineer. */
    String text();
}
