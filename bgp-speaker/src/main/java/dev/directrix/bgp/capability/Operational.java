package dev.directrix.bgp.capability;

/** Exchanges operational messages (draft-ietf-idr-operational-message), under the code that ExaBGP gives it. */
public record Operational() implements Capability {

    /** Code. */
    public static final int CODE = 185;
    /** How it is read and written. */
    public static final CapabilityCodec<Operational> CODEC = new FlagCodec<>(CODE, Operational.class, Operational::new);

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "operational";
    }
}
