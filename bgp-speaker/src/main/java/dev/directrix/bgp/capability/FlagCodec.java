package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import java.util.function.Supplier;

/**
 * Codec of a capability that says all by being there: it has no value.
 *
 * @param code      the code
 * @param valueType its class
 * @param value     makes it
 * @param <C>       the capability
 */
record FlagCodec<C extends Capability>(int code, Class<C> valueType, Supplier<C> value) implements CapabilityCodec<C> {

    @Override
    public C decode(final ByteReader octets) {
        return value.get();
    }

    @Override
    public void encode(final C capability, final ByteWriter out) {
        // No value.
    }
}
