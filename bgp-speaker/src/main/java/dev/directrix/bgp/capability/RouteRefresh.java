package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;

/** Answers ROUTE-REFRESH (RFC 2918). */
public record RouteRefresh() implements Capability {

    /** Code. */
    public static final int CODE = 2;
    /** How it is read and written. */
    public static final CapabilityCodec<RouteRefresh> CODEC = new Codec();

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "route-refresh";
    }

    private static final class Codec implements CapabilityCodec<RouteRefresh> {

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public Class<RouteRefresh> valueType() {
            return RouteRefresh.class;
        }

        @Override
        public int length() {
            return 0;
        }

        @Override
        public RouteRefresh decode(final ByteReader value) {
            return new RouteRefresh();
        }

        @Override
        public void encode(final RouteRefresh capability, final ByteWriter out) {
            // RFC 2918 §2: no value.
        }
    }
}
