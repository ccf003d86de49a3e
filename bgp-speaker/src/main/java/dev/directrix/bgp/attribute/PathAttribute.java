package dev.directrix.bgp.attribute;

/** A path attribute's value (RFC 4271 §4.3). Implementations are immutable records, one for each type. */
public interface PathAttribute {

    /** The type code. */
    int type();
}
