package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.Octets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the codec of a capability, and reads and writes capabilities through it. Immutable. */
public final class CapabilityRegistry {

    private static final List<CapabilityCodec<?>> STANDARD =
        List.of(Multiprotocol.CODEC, RouteRefresh.CODEC, ExtendedMessage.CODEC, FourOctetAsn.CODEC);

    private final Map<Integer, CapabilityCodec<?>> byCode = new HashMap<>();
    private final Map<Class<?>, CapabilityCodec<?>> byClass = new HashMap<>();

    private CapabilityRegistry(final List<CapabilityCodec<?>> codecs) {
        for (final CapabilityCodec<?> codec : codecs) {
            byCode.put(codec.code(), codec);
            byClass.put(codec.valueType(), codec);
        }
    }

    /** All capabilities of this package. */
    public static CapabilityRegistry standard() {
        return new CapabilityRegistry(STANDARD);
    }

    /**
     * Reads capabilities to the end: the value of one Capabilities parameter (RFC 5492 §4).
     *
     * @throws dev.directrix.bgp.wire.TruncatedException if the last one is cut off
     */
    public List<Capability> decode(final ByteReader in) {
        final List<Capability> capabilities = new ArrayList<>();
        while (in.hasRemaining()) {
            final int code = in.u8();
            final ByteReader value = in.slice(in.u8());
            final CapabilityCodec<?> codec = byCode.get(code);
            if (codec == null || codec.length() != value.remaining()) {
                capabilities.add(new RawCapability(code, Octets.of(value.bytes(value.remaining()))));
            } else {
                capabilities.add(codec.decode(value));
            }
        }
        return capabilities;
    }

    /** Writes a capability with code and length. */
    public void encode(final Capability capability, final ByteWriter out) {
        if (capability instanceof RawCapability raw) {
            out.u8(raw.code()).u8(raw.value().length()).bytes(raw.value().toBytes());
            return;
        }
        final CapabilityCodec<?> codec = byClass.get(capability.getClass());
        if (codec == null) {
            throw new IllegalArgumentException("no codec for " + capability.getClass().getSimpleName());
        }
        out.u8(codec.code()).u8(codec.length());
        encodeValue(codec, capability, out);
    }

    private static <C extends Capability> void encodeValue(
        final CapabilityCodec<C> codec, final Capability capability, final ByteWriter out) {
        codec.encode(codec.valueType().cast(capability), out);
    }
}
