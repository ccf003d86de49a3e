package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;

/**
 * Reads and writes the value of one capability. Stateless.
 *
 * @param <C> the capability
 */
public interface CapabilityCodec<C extends Capability> {

    /** The code. */
    int code();

    /** The class of the value. */
    Class<C> valueType();

    /**
     * Reads the value, all of it. What it cannot make sense of is kept raw by the registry.
     *
     * @throws IllegalArgumentException                      if the value is not one
     * @throws dev.directrix.bgp.wire.TruncatedException if it is too short
     */
    C decode(ByteReader value);

    /** Writes the value without code and length. */
    void encode(C capability, ByteWriter out);
}
