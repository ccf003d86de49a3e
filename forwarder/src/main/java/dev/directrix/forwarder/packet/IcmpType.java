package dev.directrix.forwarder.packet;

/** Types and codes of ICMP (RFC 792) and ICMPv6 (RFC 4443) that a director reads or writes. */
public final class IcmpType {
    /** ICMP echo reply. */
    public static final int ECHO_REPLY_4 = 0;
    /** ICMP destination unreachable. */
    public static final int UNREACHABLE_4 = 3;
    /** Code of destination unreachable: fragmentation needed and DF set. */
    public static final int FRAGMENTATION_NEEDED = 4;
    /** ICMP echo request. */
    public static final int ECHO_REQUEST_4 = 8;
    /** ICMP time exceeded. */
    public static final int TIME_EXCEEDED_4 = 11;
    /** ICMP parameter problem. */
    public static final int PARAMETER_PROBLEM_4 = 12;
    /** ICMPv6 destination unreachable. */
    public static final int UNREACHABLE_6 = 1;
    /** ICMPv6 packet too big. */
    public static final int TOO_BIG_6 = 2;
    /** ICMPv6 time exceeded. */
    public static final int TIME_EXCEEDED_6 = 3;
    /** ICMPv6 parameter problem. */
    public static final int PARAMETER_PROBLEM_6 = 4;
    /** ICMPv6 echo request. */
    public static final int ECHO_REQUEST_6 = 128;
    /** ICMPv6 echo reply. */
    public static final int ECHO_REPLY_6 = 129;

    private static final int SOURCE_QUENCH_4 = 4;

    private IcmpType() {
    }

    /** Whether an ICMP type is an error for the sender of the quoted packet; a redirect is for hosts on a link. */
    static boolean isError4(final int type) {
        return type == UNREACHABLE_4 || type == SOURCE_QUENCH_4 || type == TIME_EXCEEDED_4
                || type == PARAMETER_PROBLEM_4;
    }

    /** Whether an ICMPv6 type is one of the errors of RFC 4443 §3. */
    static boolean isError6(final int type) {
        return type >= 1 && type <= PARAMETER_PROBLEM_6;
    }
}
