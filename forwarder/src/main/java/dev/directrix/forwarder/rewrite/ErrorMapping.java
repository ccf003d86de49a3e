package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.IcmpType;
import dev.directrix.forwarder.packet.PacketParser;
import java.lang.foreign.MemorySegment;

/**
 * Which ICMPv6 error says what an ICMP error says, and the other way (RFC 7915 §4.2, §5.2). A mapping is one number:
 * type and code in the upper half, the word behind the checksum (MTU, pointer) in the lower.
 */
final class ErrorMapping {
    /** There is no such error in the other version. */
    static final long NONE = -1;

    private static final int HEADER_DIFFERENCE = Frame.IPV6_BYTES - Frame.IPV4_BYTES;
    private static final int LEAST_MTU_6 = 1280;
    private static final int WORD = 4;
    private static final int NO_ROUTE_6 = IcmpType.UNREACHABLE_6 << 8;
    private static final int PROHIBITED_6 = NO_ROUTE_6 | 1;
    private static final int NO_PORT_6 = NO_ROUTE_6 | 4;
    private static final int UNKNOWN_NEXT_HEADER_6 = (IcmpType.PARAMETER_PROBLEM_6 << 8) | 1;
    private static final int NEXT_HEADER = 6;
    private static final int NO_HOST_4 = (IcmpType.UNREACHABLE_4 << 8) | 1;
    private static final int NO_PROTOCOL_4 = (IcmpType.UNREACHABLE_4 << 8) | 2;
    private static final int NO_PORT_4 = (IcmpType.UNREACHABLE_4 << 8) | 3;
    private static final int TOO_BIG_4 = (IcmpType.UNREACHABLE_4 << 8) | IcmpType.FRAGMENTATION_NEEDED;
    private static final int PROHIBITED_4 = (IcmpType.UNREACHABLE_4 << 8) | 10;
    /** Path MTUs to guess from where a router names none (RFC 1191 §7). */
    private static final int[] PLATEAUS = {32_000, 17_914, 8166, 4352, 2002, 1492, 1006};

    private ErrorMapping() {
    }

    /** The ICMPv6 error for an ICMP error, or {@link #NONE}. */
    static long toIpv6(final MemorySegment memory, final PacketParser packet) {
        final long at = packet.transport();
        final int type = Frame.unsignedByte(memory, at);
        final int code = Frame.unsignedByte(memory, at + 1);
        return switch (type) {
            case IcmpType.UNREACHABLE_4 -> switch (code) {
                case 0, 1, 5, 6, 7, 8, 11, 12 -> of(NO_ROUTE_6, 0);
                case 2 -> of(UNKNOWN_NEXT_HEADER_6, NEXT_HEADER);
                case 3 -> of(NO_PORT_6, 0);
                case IcmpType.FRAGMENTATION_NEEDED -> of(IcmpType.TOO_BIG_6 << 8, mtu6(memory, packet));
                case 9, 10, 13, 15 -> of(PROHIBITED_6, 0);
                default -> NONE;
            };
            case IcmpType.TIME_EXCEEDED_4 -> of((IcmpType.TIME_EXCEEDED_6 << 8) | code, 0);
            case IcmpType.PARAMETER_PROBLEM_4 -> code == 0 || code == 2
                    ? pointer(IcmpType.PARAMETER_PROBLEM_6, pointer6(Frame.unsignedByte(memory, at + WORD)), 0) : NONE;
            default -> NONE;
        };
    }

    /** The ICMP error for an ICMPv6 error, or {@link #NONE}. */
    static long toIpv4(final MemorySegment memory, final PacketParser packet) {
        final long at = packet.transport();
        final int type = Frame.unsignedByte(memory, at);
        final int code = Frame.unsignedByte(memory, at + 1);
        return switch (type) {
            case IcmpType.UNREACHABLE_6 -> switch (code) {
                case 0, 2, 3 -> of(NO_HOST_4, 0);
                case 1 -> of(PROHIBITED_4, 0);
                case 4 -> of(NO_PORT_4, 0);
                default -> NONE;
            };
            case IcmpType.TOO_BIG_6 -> of(TOO_BIG_4, mtu4(Frame.integer(memory, at + WORD)));
            case IcmpType.TIME_EXCEEDED_6 -> of((IcmpType.TIME_EXCEEDED_4 << 8) | code, 0);
            case IcmpType.PARAMETER_PROBLEM_6 -> switch (code) {
                case 0 -> pointer(IcmpType.PARAMETER_PROBLEM_4, pointer4(Frame.integer(memory, at + WORD)), 24);
                case 1 -> of(NO_PROTOCOL_4, 0);
                default -> NONE;
            };
            default -> NONE;
        };
    }

    private static long of(final int typeAndCode, final int word) {
        return ((long) typeAndCode << 32) | (word & 0xffff_ffffL);
    }

    private static long pointer(final int type, final int pointer, final int shift) {
        return pointer < 0 ? NONE : of(type << 8, pointer << shift);
    }

    /** The sender counts the longer header; below 1280 it would not listen (RFC 8201 §4). */
    private static int mtu6(final MemorySegment memory, final PacketParser packet) {
        int mtu = Frame.integer(memory, packet.transport() + WORD) & 0xffff;
        if (mtu == 0) {
            mtu = plateau(Frame.unsignedShort(memory, packet.quoted() + Frame.IPV4_TOTAL_LENGTH));
        }
        return Math.max(mtu + HEADER_DIFFERENCE, LEAST_MTU_6);
    }

    private static int plateau(final int tooBig) {
        int at = 0;
        while (at < PLATEAUS.length - 1 && PLATEAUS[at] >= tooBig) {
            at++;
        }
        return PLATEAUS[at];
    }

    private static int mtu4(final int mtu6) {
        final long mtu = (mtu6 & 0xffff_ffffL) - HEADER_DIFFERENCE;
        return Math.clamp(mtu, LEAST_MTU_6 - HEADER_DIFFERENCE, 0xffff);
    }

    /** Where in an IPv6 header that stands which is at this place of an IPv4 header, or -1. */
    private static int pointer6(final int at) {
        return switch (at) {
            case 0, 1 -> at;
            case 2, 3 -> Frame.IPV6_PAYLOAD_LENGTH;
            case Frame.IPV4_TTL -> Frame.IPV6_HOP_LIMIT;
            case Frame.IPV4_PROTOCOL -> Frame.IPV6_NEXT_HEADER;
            case 12, 13, 14, 15 -> Frame.IPV6_SOURCE;
            case 16, 17, 18, 19 -> Frame.IPV6_DESTINATION;
            default -> -1;
        };
    }

    /** Where in an IPv4 header that stands which is at this place of an IPv6 header, or -1. */
    private static int pointer4(final int at) {
        if (at >= Frame.IPV6_SOURCE && at < Frame.IPV6_BYTES) {
            return at < Frame.IPV6_DESTINATION ? Frame.IPV4_ADDRESSES : Frame.IPV4_DESTINATION;
        }
        return switch (at) {
            case 0, 1 -> at;
            case 4, 5 -> Frame.IPV4_TOTAL_LENGTH;
            case Frame.IPV6_NEXT_HEADER -> Frame.IPV4_PROTOCOL;
            case Frame.IPV6_HOP_LIMIT -> Frame.IPV4_TTL;
            default -> -1;
        };
    }
}
