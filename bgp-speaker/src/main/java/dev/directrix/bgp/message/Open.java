package dev.directrix.bgp.message;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.capability.FourOctetAsn;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;

/**
 * OPEN (RFC 4271 §4.2).
 *
 * @param version         4
 * @param twoOctetAsn     the field My Autonomous System: {@link AsPath#AS_TRANS} where the number takes four octets
 * @param holdTimeSeconds proposed hold time
 * @param routerId        BGP identifier
 * @param capabilities    in the order in which they stand
 */
public record Open(
    int version, int twoOctetAsn, int holdTimeSeconds, Inet4Address routerId, List<Capability> capabilities)
    implements Message {

    /** The version of BGP. */
    public static final int VERSION = 4;

    /** Freezes the list. */
    public Open {
        capabilities = List.copyOf(capabilities);
    }

    @Override
    public MessageType type() {
        return MessageType.OPEN;
    }

    /** The sender's AS number: of the capability where it is there (RFC 6793 §4.1). */
    public long asn() {
        return capability(FourOctetAsn.class).map(FourOctetAsn::asn).orElse((long) twoOctetAsn);
    }

    /** The first capability of this kind. */
    public <C extends Capability> Optional<C> capability(final Class<C> kind) {
        return capabilities.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** All capabilities of this kind. */
    public <C extends Capability> List<C> capabilities(final Class<C> kind) {
        return capabilities.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
