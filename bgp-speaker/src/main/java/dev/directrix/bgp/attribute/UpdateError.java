package dev.directrix.bgp.attribute;

/** Subcodes of the NOTIFICATION code UPDATE Message Error (RFC 4271 §6.3). */
public enum UpdateError {

    MALFORMED_ATTRIBUTE_LIST(1, "Malformed Attribute List"),
    UNRECOGNIZED_WELL_KNOWN(2, "Unrecognized Well-known Attribute"),
    MISSING_WELL_KNOWN(3, "Missing Well-known Attribute"),
    ATTRIBUTE_FLAGS(4, "Attribute Flags Error"),
    ATTRIBUTE_LENGTH(5, "Attribute Length Error"),
    INVALID_ORIGIN(6, "Invalid ORIGIN Attribute"),
    INVALID_NEXT_HOP(8, "Invalid NEXT_HOP Attribute"),
    OPTIONAL_ATTRIBUTE(9, "Optional Attribute Error"),
    INVALID_NETWORK(10, "Invalid Network Field"),
    MALFORMED_AS_PATH(11, "Malformed AS_PATH");

    private final int subcode;
    private final String text;

    UpdateError(final int subcode, final String text) {
        this.subcode = subcode;
        this.text = text;
    }

    /** The number on the wire. */
    public int subcode() {
        return subcode;
    }

    /** The registered name. */
    public String text() {
        return text;
    }
}
