package dev.directrix.cluster.message;

import dev.directrix.cluster.message.MessageException.Reason;
import dev.directrix.forwarder.epoch.Exceptions;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * How messages stand in frames. Pure functions; encoding allocates nothing. Numbers are little endian.
 *
 * <pre>
 * every body       version (1) | type (1) | fields
 * Pin              settle (8) | first (8) | flows
 * PinAck           settle (8) | count (8)
 * SnapshotRequest
 * Snapshot         first (8) | last: 0 or 1 (1) | flows
 * SnapshotAck      count (8)
 * Handover         first (8) | flows
 * HandoverAck      count (8)
 * GrantRequest     sender's clock (8)
 * Grant            clock of the request (8)
 * Talk             id (8) | answer (bit 0), last (bit 1) (1) | text
 * Abandon          settle (8)
 * Switched         epoch (8)
 *
 * flows            count (1) | count times: hash (8), 0 (4 bits) pool (12 bits) server (24 bits)
 * </pre>
 *
 * A body is exactly as long as its type and its count of flows say, so a message has one form only.
 */
public final class MessageCodec {
    /** The layout above. */
    public static final int VERSION = 1;
    /** Longest body in octets: fits a frame of an MTU of 1,500 with the outer headers, the link's and its MAC. */
    public static final int MAX_LENGTH = 1_300;
    /** Greatest number of a settle, and greatest count of flows told: what JSON can still say exactly. */
    public static final long MAX_NUMBER = 1L << 53;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int TYPE = 1;
    private static final int FIELDS = 2;
    private static final int SECOND = FIELDS + Long.BYTES;
    private static final int PIN_FLOWS = SECOND + Long.BYTES;
    private static final int SNAPSHOT_FLOWS = SECOND + 1;
    private static final int HANDOVER_FLOWS = SECOND;
    private static final int FLOW_LENGTH = 13;
    private static final int SERVER_BITS = 24;

    /** Most flows of one message: what fits the longest body. */
    public static final int MOST_FLOWS = (MAX_LENGTH - PIN_FLOWS - 1) / FLOW_LENGTH;

    private static final int TALK_TEXT = SECOND + 1;
    private static final int ANSWER = 1;
    private static final int LAST = 2;

    /** Most octets of text of one message: what fits the longest body. */
    public static final int MOST_TEXT = MAX_LENGTH - TALK_TEXT;

    private MessageCodec() {
    }

    /**
     * Writes a message.
     *
     * @param buffer with room for {@link #MAX_LENGTH} from the offset
     * @return its length
     * @throws IllegalArgumentException if it cannot be told: too many flows, or a number beyond its bounds
     */
    public static int encode(final Message message, final MutableDirectBuffer buffer, final int offset) {
        buffer.putByte(offset, (byte) VERSION);
        buffer.putByte(offset + TYPE, (byte) MessageType.of(message).code());
        return switch (message) {
            case Message.Pin pin -> {
                putNumber(buffer, offset + FIELDS, "settle", pin.settle());
                putNumber(buffer, offset + SECOND, "first", pin.first());
                yield putFlows(buffer, offset, PIN_FLOWS, pin.flows());
            }
            case Message.PinAck ack -> {
                putNumber(buffer, offset + FIELDS, "settle", ack.settle());
                yield putLast(buffer, offset, SECOND, "count", ack.count());
            }
            case Message.SnapshotRequest _ -> FIELDS;
            case Message.Snapshot snapshot -> {
                putNumber(buffer, offset + FIELDS, "first", snapshot.first());
                buffer.putByte(offset + SECOND, (byte) (snapshot.last() ? 1 : 0));
                yield putFlows(buffer, offset, SNAPSHOT_FLOWS, snapshot.flows());
            }
            case Message.SnapshotAck ack -> putLast(buffer, offset, FIELDS, "count", ack.count());
            case Message.Handover handover -> {
                putNumber(buffer, offset + FIELDS, "first", handover.first());
                yield putFlows(buffer, offset, HANDOVER_FLOWS, handover.flows());
            }
            case Message.HandoverAck ack -> putLast(buffer, offset, FIELDS, "count", ack.count());
            case Message.GrantRequest request -> putClock(buffer, offset, request.sentAtNs());
            case Message.Grant grant -> putClock(buffer, offset, grant.sentAtNs());
            case Message.Talk talk -> putTalk(buffer, offset, talk);
            case Message.Abandon word -> putLast(buffer, offset, FIELDS, "settle", word.settle());
            case Message.Switched over -> putLast(buffer, offset, FIELDS, "epoch", over.epoch());
        };
    }

    private static int putTalk(final MutableDirectBuffer buffer, final int offset, final Message.Talk talk) {
        if (talk.text().length > MOST_TEXT) {
            throw new IllegalArgumentException(
                    talk.text().length + " octets of text, one message tells " + MOST_TEXT);
        }
        putNumber(buffer, offset + FIELDS, "id", talk.id());
        buffer.putByte(offset + SECOND, (byte) ((talk.answer() ? ANSWER : 0) | (talk.last() ? LAST : 0)));
        buffer.putBytes(offset + TALK_TEXT, talk.text());
        return TALK_TEXT + talk.text().length;
    }

    private static int putLast(
            final MutableDirectBuffer buffer, final int offset, final int field, final String name, final long value) {
        putNumber(buffer, offset + field, name, value);
        return field + Long.BYTES;
    }

    private static int putClock(final MutableDirectBuffer buffer, final int offset, final long clockNs) {
        buffer.putLong(offset + FIELDS, clockNs, ORDER);
        return FIELDS + Long.BYTES;
    }

    private static void putNumber(
            final MutableDirectBuffer buffer, final int index, final String name, final long value) {
        if (value < 0 || value > MAX_NUMBER) {
            throw new IllegalArgumentException(name + " " + value + " cannot be told");
        }
        buffer.putLong(index, value, ORDER);
    }

    private static int putFlows(
            final MutableDirectBuffer buffer, final int offset, final int field, final Flows flows) {
        final int count = flows.count();
        if (count > MOST_FLOWS) {
            throw new IllegalArgumentException(count + " flows, one message tells " + MOST_FLOWS);
        }
        buffer.putByte(offset + field, (byte) count);
        int index = offset + field + 1;
        for (int i = 0; i < count; i++) {
            final int pool = flows.pools()[i];
            final int server = flows.servers()[i];
            if (pool < 0 || pool > Exceptions.MAX_POOL || server < 0 || server > Exceptions.MAX_SERVER) {
                throw new IllegalArgumentException("flow " + i + " of pool " + pool + " to server " + server
                        + " cannot be told");
            }
            buffer.putLong(index, flows.hashes()[i], ORDER);
            buffer.putInt(index + Long.BYTES, (pool << SERVER_BITS) | server, ORDER);
            buffer.putByte(index + Long.BYTES + Integer.BYTES, (byte) (pool >>> (Integer.SIZE - SERVER_BITS)));
            index += FLOW_LENGTH;
        }
        return index - offset;
    }

    /**
     * Reads a message. Whoever wrote the body: nothing outside of it is read, and no more is allocated than
     * {@link #MOST_FLOWS} flows need.
     *
     * @param length of the body; it must be inside of the buffer
     * @throws MessageException if it is not exactly one message
     */
    public static Message decode(final DirectBuffer buffer, final int offset, final int length) {
        if (length < FIELDS || length > MAX_LENGTH) {
            throw new MessageException(Reason.WRONG_LENGTH,
                    "body of " + length + " octets, a message has " + FIELDS + " to " + MAX_LENGTH);
        }
        buffer.boundsCheck(offset, length);
        final int version = buffer.getByte(offset) & 0xff;
        if (version > VERSION) {
            throw new MessageException(Reason.NEWER_VERSION,
                    "message of version " + version + ", this director knows " + VERSION + ": upgrade it");
        }
        if (version < VERSION) {
            throw new MessageException(Reason.UNKNOWN_TYPE, "message of version " + version + ", there is none");
        }
        final MessageType type = MessageType.ofCode(buffer.getByte(offset + TYPE) & 0xff);
        return new Body(type, buffer, offset, length).message();
    }

    /** One body, with all checks on the way. */
    private record Body(MessageType type, DirectBuffer buffer, int offset, int length) {

        Message message() {
            return switch (type) {
                case PIN -> {
                    final Flows flows = flows(PIN_FLOWS);
                    yield new Message.Pin(number("settle", FIELDS), first(SECOND, flows), flows);
                }
                case PIN_ACK -> {
                    sized(PIN_FLOWS);
                    yield new Message.PinAck(number("settle", FIELDS), number("count", SECOND));
                }
                case SNAPSHOT_REQUEST -> {
                    sized(FIELDS);
                    yield new Message.SnapshotRequest();
                }
                case SNAPSHOT -> {
                    final Flows flows = flows(SNAPSHOT_FLOWS);
                    yield new Message.Snapshot(first(FIELDS, flows), flows, flag("last", SECOND));
                }
                case SNAPSHOT_ACK -> new Message.SnapshotAck(only("count"));
                case HANDOVER -> {
                    final Flows flows = flows(HANDOVER_FLOWS);
                    yield new Message.Handover(first(FIELDS, flows), flows);
                }
                case HANDOVER_ACK -> new Message.HandoverAck(only("count"));
                case GRANT_REQUEST -> new Message.GrantRequest(onlyClock());
                case GRANT -> new Message.Grant(onlyClock());
                case TALK -> talk();
                case ABANDON -> new Message.Abandon(only("settle"));
                case SWITCHED -> new Message.Switched(only("epoch"));
            };
        }

        private Message talk() {
            if (length < TALK_TEXT) {
                throw new MessageException(Reason.WRONG_LENGTH,
                        type + " of " + length + " octets, it has at least " + TALK_TEXT);
            }
            final int flags = buffer.getByte(offset + SECOND) & 0xff;
            if (flags > (ANSWER | LAST)) {
                throw outOfRange("flags " + flags + " are unknown");
            }
            final byte[] text = new byte[length - TALK_TEXT];
            buffer.getBytes(offset + TALK_TEXT, text);
            return new Message.Talk(number("id", FIELDS), (flags & ANSWER) != 0, (flags & LAST) != 0, text);
        }

        private void sized(final int expected) {
            if (length != expected) {
                throw new MessageException(Reason.WRONG_LENGTH,
                        type + " of " + length + " octets, it has " + expected);
            }
        }

        private long only(final String name) {
            sized(SECOND);
            return number(name, FIELDS);
        }

        private long onlyClock() {
            sized(SECOND);
            return buffer.getLong(offset + FIELDS, ORDER);
        }

        private long number(final String name, final int field) {
            final long value = buffer.getLong(offset + field, ORDER);
            if (value < 0 || value > MAX_NUMBER) {
                throw outOfRange(name + " " + Long.toUnsignedString(value) + " is above " + MAX_NUMBER);
            }
            return value;
        }

        /** How many flows were told before these: with these, a count too. */
        private long first(final int field, final Flows flows) {
            final long first = number("first", field);
            if (first > MAX_NUMBER - flows.count()) {
                throw outOfRange("first " + first + " and " + flows.count() + " flows are above " + MAX_NUMBER);
            }
            return first;
        }

        private boolean flag(final String name, final int field) {
            final int value = buffer.getByte(offset + field) & 0xff;
            if (value > 1) {
                throw outOfRange(name + " " + value + " is neither 0 nor 1");
            }
            return value == 1;
        }

        private Flows flows(final int field) {
            if (length <= field) {
                throw new MessageException(Reason.WRONG_LENGTH,
                        type + " of " + length + " octets, it has at least " + (field + 1));
            }
            final int count = buffer.getByte(offset + field) & 0xff;
            if (count > MOST_FLOWS) {
                throw outOfRange(count + " flows, one message tells " + MOST_FLOWS);
            }
            sized(field + 1 + count * FLOW_LENGTH);
            final long[] hashes = new long[count];
            final int[] pools = new int[count];
            final int[] servers = new int[count];
            int index = offset + field + 1;
            for (int i = 0; i < count; i++) {
                hashes[i] = buffer.getLong(index, ORDER);
                final int low = buffer.getInt(index + Long.BYTES, ORDER);
                final int high = buffer.getByte(index + Long.BYTES + Integer.BYTES) & 0xff;
                pools[i] = (high << (Integer.SIZE - SERVER_BITS)) | (low >>> SERVER_BITS);
                servers[i] = low & ((1 << SERVER_BITS) - 1);
                if (pools[i] > Exceptions.MAX_POOL || servers[i] > Exceptions.MAX_SERVER) {
                    throw outOfRange("flow " + i + " of pool " + pools[i] + " to server " + servers[i]
                            + ", the greatest are " + Exceptions.MAX_POOL + " and " + Exceptions.MAX_SERVER);
                }
                index += FLOW_LENGTH;
            }
            return new Flows(hashes, pools, servers);
        }

        private MessageException outOfRange(final String what) {
            return new MessageException(Reason.OUT_OF_RANGE, type + ": " + what);
        }
    }
}
