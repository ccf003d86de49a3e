package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the speaker is to the other in business (RFC 9234 §4.1).
 *
 * @param value the role as it stands on the wire; see {@link #kind}
 */
public record Role(int value) implements Capability {

    /** Code. */
    public static final int CODE = 9;
    /** How it is read and written. */
    public static final CapabilityCodec<Role> CODEC = new Codec();

    /** The roles. */
    public enum Kind {
        PROVIDER(0, "provider"),
        ROUTE_SERVER(1, "route-server"),
        ROUTE_SERVER_CLIENT(2, "route-server-client"),
        CUSTOMER(3, "customer"),
        PEER(4, "peer");

        private final int code;
        private final String text;

        Kind(final int code, final String text) {
            this.code = code;
            this.text = text;
        }

        /** The role that the other side must have (RFC 9234 §4.2). */
        public Kind counterpart() {
            return switch (this) {
                case PROVIDER -> CUSTOMER;
                case ROUTE_SERVER -> ROUTE_SERVER_CLIENT;
                case ROUTE_SERVER_CLIENT -> ROUTE_SERVER;
                case CUSTOMER -> PROVIDER;
                case PEER -> PEER;
            };
        }

        /** The name in lower case with dashes. */
        public String text() {
            return text;
        }
    }

    /** This role. */
    public static Role of(final Kind kind) {
        return new Role(kind.code);
    }

    /** The role; empty for a number that has no meaning. */
    public Optional<Kind> kind() {
        return Arrays.stream(Kind.values()).filter(kind -> kind.code == value).findFirst();
    }

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "role " + kind().map(Kind::text).orElse(Integer.toString(value));
    }

    private static final class Codec implements CapabilityCodec<Role> {

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public Class<Role> valueType() {
            return Role.class;
        }

        @Override
        public Role decode(final ByteReader value) {
            return new Role(value.u8());
        }

        @Override
        public void encode(final Role capability, final ByteWriter out) {
            out.u8(capability.value);
        }
    }
}
