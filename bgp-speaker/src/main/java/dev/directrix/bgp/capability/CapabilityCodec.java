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

    /** The length that the value must have; of another length it is kept raw. */
    int length();

    /** Reads the value. */
    C decode(ByteReader value);

    /** Writes the value without code and length. */
    void encode(C capability, ByteWriter out);
}
