package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;

/**
 * Reads and writes the value of one attribute type. Stateless.
 *
 * @param <A> the attribute
 */
public interface AttributeCodec<A extends PathAttribute> {

    /** The type code. */
    int type();

    /** {@link AttributeFlags#OPTIONAL} and {@link AttributeFlags#TRANSITIVE} as the specification has them. */
    int flags();

    /** The class of the value. */
    Class<A> valueType();

    /** Reads the value, all of it; throws what the registry turns into a {@link Problem}. */
    A decode(ByteReader value, CodecContext context);

    /** Writes the value without flags, type and length. */
    void encode(A attribute, ByteWriter out, CodecContext context);

    /** What a wrong value leads to (RFC 7606 §7 and the attribute's own document). */
    default Treatment whenMalformed() {
        return Treatment.TREAT_AS_WITHDRAW;
    }

    /** Whether the attribute is discarded when it comes over this session. */
    default boolean unexpected(final CodecContext context) {
        return false;
    }

    /** Fails unless the value has exactly this length. */
    static void requireLength(final ByteReader value, final int length) {
        if (value.remaining() != length) {
            throw new MalformedAttributeException(UpdateError.ATTRIBUTE_LENGTH,
                "length is " + value.remaining() + ", not " + length);
        }
    }

    /** Fails unless the value is a list of at least one element of this length. */
    static void requireMultiple(final ByteReader value, final int length) {
        if (value.remaining() == 0 || value.remaining() % length != 0) {
            throw new MalformedAttributeException(UpdateError.OPTIONAL_ATTRIBUTE,
                "length " + value.remaining() + " is no multiple of " + length);
        }
    }
}
