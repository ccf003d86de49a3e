package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Codec of a capability that is a list of entries of one length.
 *
 * @param code      the code
 * @param valueType its class
 * @param read      reads an entry
 * @param write     writes an entry
 * @param wrap      makes the capability of its entries
 * @param unwrap    tells its entries
 * @param <C>       the capability
 * @param <E>       an entry
 */
record ListCapabilityCodec<C extends Capability, E>(
    int code,
    Class<C> valueType,
    Function<ByteReader, E> read,
    BiConsumer<E, ByteWriter> write,
    Function<List<E>, C> wrap,
    Function<C, List<E>> unwrap) implements CapabilityCodec<C> {

    @Override
    public C decode(final ByteReader value) {
        final List<E> entries = new ArrayList<>();
        while (value.hasRemaining()) {
            entries.add(read.apply(value));
        }
        return wrap.apply(entries);
    }

    @Override
    public void encode(final C capability, final ByteWriter out) {
        unwrap.apply(capability).forEach(entry -> write.accept(entry, out));
    }
}
