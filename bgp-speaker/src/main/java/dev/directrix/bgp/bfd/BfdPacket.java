package dev.directrix.bgp.bfd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A control packet (RFC 5880 §4.1): its fields, read and written in place in one array that is used again and again.
 * Discriminators are 32-bit numbers without sign in an int; intervals are microseconds. Reading a field is meaningful
 * once {@link #check()} has accepted the packet. Not thread-safe.
 */
final class BfdPacket {

    /** The longest that the length field can say. */
    static final int MAX_OCTETS = 255;
    /** A packet without authentication. */
    static final int MANDATORY_OCTETS = 24;

    static final int VERSION = 1;
    static final int AUTH_OFFSET = MANDATORY_OCTETS;
    static final int AUTH_PASSWORD_OFFSET = AUTH_OFFSET + 3;
    static final int AUTH_DIGEST_OFFSET = AUTH_OFFSET + 8;

    private static final VarHandle INT =
        MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN).withInvokeExactBehavior();
    private static final long LOW_32 = 0xffff_ffffL;
    private static final int MIN_AUTH_OCTETS = 2;

    private static final int POLL = 0x20;
    private static final int FINAL = 0x10;
    private static final int CONTROL_PLANE_INDEPENDENT = 0x08;
    private static final int AUTHENTICATION = 0x04;
    private static final int DEMAND = 0x02;
    private static final int MULTIPOINT = 0x01;

    private static final int FLAGS_OFFSET = 1;
    private static final int MULTIPLIER_OFFSET = 2;
    private static final int LENGTH_OFFSET = 3;
    private static final int MY_DISCRIMINATOR_OFFSET = 4;
    private static final int YOUR_DISCRIMINATOR_OFFSET = 8;
    private static final int DESIRED_MIN_TX_OFFSET = 12;
    private static final int REQUIRED_MIN_RX_OFFSET = 16;
    private static final int REQUIRED_MIN_ECHO_RX_OFFSET = 20;
    private static final int AUTH_LENGTH_OFFSET = AUTH_OFFSET + 1;
    private static final int AUTH_KEY_ID_OFFSET = AUTH_OFFSET + 2;
    private static final int AUTH_SEQUENCE_OFFSET = AUTH_OFFSET + 4;

    private final byte[] octets = new byte[MAX_OCTETS];
    private int payload;

    /** A packet of these octets. */
    static BfdPacket of(final byte[] datagram) {
        final BfdPacket packet = new BfdPacket();
        System.arraycopy(datagram, 0, packet.octets, 0, Math.min(datagram.length, MAX_OCTETS));
        packet.received(datagram.length);
        return packet;
    }

    /** The array with the packet at its start; for filling and sending. */
    byte[] octets() {
        return octets;
    }

    /** The array was filled with a datagram of this length. */
    void received(final int datagramLength) {
        payload = datagramLength;
    }

    /** The checks of RFC 5880 §6.8.6 that need no session, in its order. */
    BfdVerdict check() {
        if (payload < 1 || version() != VERSION) {
            return BfdVerdict.VERSION;
        }
        if (payload < MANDATORY_OCTETS || length() > payload
            || length() < (hasAuthentication() ? MANDATORY_OCTETS + MIN_AUTH_OCTETS : MANDATORY_OCTETS)) {
            return BfdVerdict.LENGTH;
        }
        if (multiplier() == 0) {
            return BfdVerdict.MULTIPLIER;
        }
        if ((octets[FLAGS_OFFSET] & MULTIPOINT) != 0) {
            return BfdVerdict.MULTIPOINT;
        }
        if (myDiscriminator() == 0) {
            return BfdVerdict.MY_DISCRIMINATOR;
        }
        return yourDiscriminator() == 0 && state().compareTo(BfdState.DOWN) > 0
            ? BfdVerdict.STATE : BfdVerdict.ACCEPTED;
    }

    int version() {
        return (octets[0] & 0xff) >> 5;
    }

    /** The number of the diagnostic, 0 to 31. */
    int diagnosticCode() {
        return octets[0] & 0x1f;
    }

    BfdState state() {
        return BfdState.ofCode((octets[FLAGS_OFFSET] & 0xff) >> 6);
    }

    boolean isPoll() {
        return (octets[FLAGS_OFFSET] & POLL) != 0;
    }

    boolean isFinal() {
        return (octets[FLAGS_OFFSET] & FINAL) != 0;
    }

    boolean isControlPlaneIndependent() {
        return (octets[FLAGS_OFFSET] & CONTROL_PLANE_INDEPENDENT) != 0;
    }

    boolean hasAuthentication() {
        return (octets[FLAGS_OFFSET] & AUTHENTICATION) != 0;
    }

    boolean isDemand() {
        return (octets[FLAGS_OFFSET] & DEMAND) != 0;
    }

    int multiplier() {
        return octets[MULTIPLIER_OFFSET] & 0xff;
    }

    int length() {
        return octets[LENGTH_OFFSET] & 0xff;
    }

    int myDiscriminator() {
        return getInt(MY_DISCRIMINATOR_OFFSET);
    }

    int yourDiscriminator() {
        return getInt(YOUR_DISCRIMINATOR_OFFSET);
    }

    long desiredMinTxUs() {
        return getInt(DESIRED_MIN_TX_OFFSET) & LOW_32;
    }

    long requiredMinRxUs() {
        return getInt(REQUIRED_MIN_RX_OFFSET) & LOW_32;
    }

    long requiredMinEchoRxUs() {
        return getInt(REQUIRED_MIN_ECHO_RX_OFFSET) & LOW_32;
    }

    int authType() {
        return octets[AUTH_OFFSET] & 0xff;
    }

    int authLength() {
        return octets[AUTH_LENGTH_OFFSET] & 0xff;
    }

    int authKeyId() {
        return octets[AUTH_KEY_ID_OFFSET] & 0xff;
    }

    int authSequence() {
        return getInt(AUTH_SEQUENCE_OFFSET);
    }

    /** Makes this a packet without authentication, bits, or intervals. */
    void clear(final BfdState state, final BfdDiagnostic diagnostic, final int multiplier) {
        Arrays.fill(octets, 0, MANDATORY_OCTETS, (byte) 0);
        octets[0] = (byte) (VERSION << 5 | diagnostic.code());
        octets[FLAGS_OFFSET] = (byte) (state.code() << 6);
        octets[MULTIPLIER_OFFSET] = (byte) multiplier;
        length(MANDATORY_OCTETS);
    }

    void poll() {
        octets[FLAGS_OFFSET] |= POLL;
    }

    void finalAnswer() {
        octets[FLAGS_OFFSET] |= FINAL;
    }

    void discriminators(final int mine, final int yours) {
        setInt(MY_DISCRIMINATOR_OFFSET, mine);
        setInt(YOUR_DISCRIMINATOR_OFFSET, yours);
    }

    void intervals(final long desiredMinTxUs, final long requiredMinRxUs) {
        setInt(DESIRED_MIN_TX_OFFSET, (int) desiredMinTxUs);
        setInt(REQUIRED_MIN_RX_OFFSET, (int) requiredMinRxUs);
    }

    /** Appends the head of an authentication section; what follows it is the caller's to write. */
    void authentication(final int type, final int sectionOctets, final int keyId) {
        octets[FLAGS_OFFSET] |= AUTHENTICATION;
        octets[AUTH_OFFSET] = (byte) type;
        octets[AUTH_LENGTH_OFFSET] = (byte) sectionOctets;
        octets[AUTH_KEY_ID_OFFSET] = (byte) keyId;
        length(MANDATORY_OCTETS + sectionOctets);
    }

    void authSequence(final int sequence) {
        octets[AUTH_PASSWORD_OFFSET] = 0;
        setInt(AUTH_SEQUENCE_OFFSET, sequence);
    }

    private void length(final int newLength) {
        octets[LENGTH_OFFSET] = (byte) newLength;
        payload = newLength;
    }

    private int getInt(final int at) {
        return (int) INT.get(octets, at);
    }

    private void setInt(final int at, final int value) {
        INT.set(octets, at, value);
    }
}
