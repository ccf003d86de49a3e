package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.Octets;
import dev.directrix.bgp.wire.TruncatedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the codec of a capability, and reads and writes capabilities through it. Immutable. */
public final class CapabilityRegistry {

    private static final List<CapabilityCodec<?>> STANDARD =
        List.of(Multiprotocol.CODEC, RouteRefresh.CODEC, ExtendedNextHop.CODEC, ExtendedMessage.CODEC, Role.CODEC,
            GracefulRestart.CODEC, FourOctetAsn.CODEC, MultiSession.CODEC, AddPath.CODEC, EnhancedRouteRefresh.CODEC,
            LongLivedGracefulRestart.CODEC, Hostname.CODEC, SoftwareVersion.CODEC, PathsLimit.CODEC,
            LinkLocalNextHop.CODEC, CiscoRouteRefresh.CODEC, MultiSession.CISCO_CODEC, Operational.CODEC);

    private static final int MAX_LENGTH = 255;

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
            capabilities.add(decode(code, in.slice(in.u8())));
        }
        return capabilities;
    }

    /**
     * Writes a capability with code and length.
     *
     * @throws IllegalArgumentException if its value has more than 255 octets
     */
    public void encode(final Capability capability, final ByteWriter out) {
        out.u8(capability.code());
        final int lengthAt = out.position();
        out.u8(0);
        if (capability instanceof RawCapability raw) {
            out.bytes(raw.value().toBytes());
        } else {
            final CapabilityCodec<?> codec = byClass.get(capability.getClass());
            if (codec == null) {
                throw new IllegalArgumentException("no codec for " + capability.getClass().getSimpleName());
            }
            encodeValue(codec, capability, out);
        }
        final int length = out.position() - lengthAt - 1;
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException(capability.text() + " has " + length + " octets, 255 is the most");
        }
        out.setU8(lengthAt, length);
    }

    /** What has no codec, or makes no sense to it, is kept raw: what cannot be understood is ignored (RFC 5492 §3). */
    private Capability decode(final int code, final ByteReader value) {
        final ByteReader raw = value.duplicate();
        final CapabilityCodec<?> codec = byCode.get(code);
        if (codec != null) {
            try {
                final Capability capability = codec.decode(value);
                if (!value.hasRemaining()) {
                    return capability;
                }
            } catch (final TruncatedException | IllegalArgumentException e) {
                return raw(code, raw);
            }
        }
        return raw(code, raw);
    }

    private static RawCapability raw(final int code, final ByteReader value) {
        return new RawCapability(code, Octets.of(value.bytes(value.remaining())));
    }

    private static <C extends Capability> void encodeValue(
        final CapabilityCodec<C> codec, final Capability capability, final ByteWriter out) {
        codec.encode(codec.valueType().cast(capability), out);
    }
}
