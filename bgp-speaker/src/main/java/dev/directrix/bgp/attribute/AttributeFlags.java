package dev.directrix.bgp.attribute;

/** The flag octet of a path attribute (RFC 4271 §4.3). */
public final class AttributeFlags {

    /** Not every speaker knows it. */
    public static final int OPTIONAL = 0x80;
    /** Passed on also by those who do not know it. */
    public static final int TRANSITIVE = 0x40;
    /** Somebody on the way did not know it. */
    public static final int PARTIAL = 0x20;
    /** The length has two octets. */
    public static final int EXTENDED_LENGTH = 0x10;
    /** Flags of a well-known attribute. */
    public static final int WELL_KNOWN = TRANSITIVE;
    /** Flags of an optional transitive attribute. */
    public static final int OPTIONAL_TRANSITIVE = OPTIONAL | TRANSITIVE;
    /** Those that say what kind of attribute it is. */
    static final int KIND = OPTIONAL | TRANSITIVE;

    private AttributeFlags() {
    }
}
