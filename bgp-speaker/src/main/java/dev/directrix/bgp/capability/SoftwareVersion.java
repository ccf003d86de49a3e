package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;

/** The speaker's program and version (draft-abraitis-bgp-version-capability). */
public record SoftwareVersion(String version) implements Capability {

    /** Code. */
    public static final int CODE = 75;
    /** How it is read and written. */
    public static final CapabilityCodec<SoftwareVersion> CODEC = new Codec();
    /** The longest version that we send, in octets of UTF-8. */
    public static final int MAX_OCTETS = 64;

    /** A version to send, cut to {@link #MAX_OCTETS}. */
    public static SoftwareVersion of(final String version) {
        return new SoftwareVersion(Texts.cut(version, MAX_OCTETS));
    }

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "software-version " + Texts.shown(version);
    }

    private static final class Codec implements CapabilityCodec<SoftwareVersion> {

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public Class<SoftwareVersion> valueType() {
            return SoftwareVersion.class;
        }

        @Override
        public SoftwareVersion decode(final ByteReader value) {
            return new SoftwareVersion(Texts.read(value));
        }

        @Override
        public void encode(final SoftwareVersion capability, final ByteWriter out) {
            Texts.write(capability.version, out);
        }
    }
}
