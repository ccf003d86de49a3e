package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Codec of an attribute that is a list of at least one element, all of one length.
 *
 * @param type       type code
 * @param flags      kind of attribute
 * @param valueType  its class
 * @param element    reads and writes one element
 * @param wrap       makes the attribute of its elements
 * @param unwrap     tells its elements
 * @param insideOnly discarded when it comes from another AS
 * @param <A>        the attribute
 * @param <E>        an element
 */
record ListCodec<A extends PathAttribute, E>(
    int type,
    int flags,
    Class<A> valueType,
    Element<E> element,
    Function<List<E>, A> wrap,
    Function<A, List<E>> unwrap,
    boolean insideOnly) implements AttributeCodec<A> {

    /** How one element stands on the wire: this many octets, read and written so. */
    record Element<E>(int length, Function<ByteReader, E> read, BiConsumer<E, ByteWriter> write) {
    }

    /** An optional transitive one, welcome on every session. */
    static <A extends PathAttribute, E> ListCodec<A, E> transitive(
        final int type, final Class<A> valueType, final Element<E> element,
        final Function<List<E>, A> wrap, final Function<A, List<E>> unwrap) {
        return new ListCodec<>(
            type, AttributeFlags.OPTIONAL_TRANSITIVE, valueType, element, wrap, unwrap, false);
    }

    /** RFC 7606 §7.8, §7.10, §7.14, §7.15, RFC 8092 §3: at least one element, and nothing behind the last. */
    @Override
    public A decode(final ByteReader value, final CodecContext context) {
        AttributeCodec.requireMultiple(value, element.length);
        final List<E> elements = new ArrayList<>(value.remaining() / element.length);
        while (value.hasRemaining()) {
            elements.add(element.read.apply(value));
        }
        return wrap.apply(elements);
    }

    @Override
    public void encode(final A attribute, final ByteWriter out, final CodecContext context) {
        final List<E> elements = unwrap.apply(attribute);
        for (int i = 0; i < elements.size(); i++) {
            element.write.accept(elements.get(i), out);
        }
    }

    @Override
    public boolean unexpected(final CodecContext context) {
        return insideOnly && context.external();
    }
}
