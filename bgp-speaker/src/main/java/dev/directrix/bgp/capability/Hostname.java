package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;

/**
 * The speaker's name (draft-walton-bgp-hostname-capability).
 *
 * @param host   host name
 * @param domain domain name, may be empty
 */
public record Hostname(String host, String domain) implements Capability {

    /** Code. */
    public static final int CODE = 73;
    /** How it is read and written. */
    public static final CapabilityCodec<Hostname> CODEC = new Codec();
    /** The longest name that we send, in octets of UTF-8. */
    public static final int MAX_OCTETS = 64;

    /** Names to send, each cut to {@link #MAX_OCTETS}. */
    public static Hostname of(final String host, final String domain) {
        return new Hostname(Texts.cut(host, MAX_OCTETS), Texts.cut(domain, MAX_OCTETS));
    }

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "hostname " + Texts.shown(domain.isEmpty() ? host : host + "." + domain);
    }

    private static final class Codec implements CapabilityCodec<Hostname> {

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public Class<Hostname> valueType() {
            return Hostname.class;
        }

        @Override
        public Hostname decode(final ByteReader value) {
            return new Hostname(Texts.read(value), Texts.read(value));
        }

        @Override
        public void encode(final Hostname capability, final ByteWriter out) {
            Texts.write(capability.host, out);
            Texts.write(capability.domain, out);
        }
    }
}
