package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A session for each group of families (draft-ietf-idr-bgp-multisession, never an RFC). Read, and offered where
 * asked for; there is one session all the same.
 *
 * @param code       {@link #CODE} or {@link #CISCO_CODE}
 * @param flags      the flag octet
 * @param sessionIds codes of the capabilities that tell the sessions apart
 */
public record MultiSession(int code, int flags, List<Integer> sessionIds) implements Capability {

    /** Code of the draft. */
    public static final int CODE = 68;
    /** Code that Cisco took for it. */
    public static final int CISCO_CODE = 131;
    /** How it is read and written. */
    public static final CapabilityCodec<MultiSession> CODEC = new Codec(CODE);
    /** The same under Cisco's code. */
    public static final CapabilityCodec<MultiSession> CISCO_CODEC = new Codec(CISCO_CODE);

    /** Freezes the list. */
    public MultiSession {
        sessionIds = List.copyOf(sessionIds);
    }

    @Override
    public String text() {
        return "multi-session " + sessionIds;
    }

    private record Codec(int code) implements CapabilityCodec<MultiSession> {

        @Override
        public Class<MultiSession> valueType() {
            return MultiSession.class;
        }

        @Override
        public MultiSession decode(final ByteReader value) {
            final int flags = value.u8();
            final List<Integer> ids = new ArrayList<>();
            while (value.hasRemaining()) {
                ids.add(value.u8());
            }
            return new MultiSession(code, flags, ids);
        }

        @Override
        public void encode(final MultiSession capability, final ByteWriter out) {
            out.u8(capability.flags);
            capability.sessionIds.forEach(out::u8);
        }
    }
}
