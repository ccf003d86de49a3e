package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.Octets;

/**
 * An attribute that has no class here, kept as it came, Partial bit and form of the length too (RFC 4271 §5).
 *
 * @param flags the flag octet; with {@link AttributeFlags#EXTENDED_LENGTH} the length has two octets, whether or not it
 *              needs them
 * @param type  type code
 * @param value octets of the value
 */
public record RawAttribute(int flags, int type, Octets value) implements PathAttribute {

    @Override
    public String toString() {
        return "attribute " + type + " flags 0x" + Integer.toHexString(flags) + " " + value;
    }
}
