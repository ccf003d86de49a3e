package dev.directrix.forwarder.flow;

/** What a packet says about the state of its flow. Numbers, as they are handed over for each packet. */
public final class TcpEvent {
    /** Nothing: data, an acknowledgement, or no TCP at all. */
    public static final int DATA = 0;
    /** A SYN: alone from the client, with an acknowledgement from the server. */
    public static final int SYN = 1;
    /** A FIN. */
    public static final int FIN = 2;
    /** An RST. */
    public static final int RST = 3;

    private static final int FIN_FLAG = 0x01;
    private static final int SYN_FLAG = 0x02;
    private static final int RST_FLAG = 0x04;

    private TcpEvent() {
    }

    /** The event of a segment with these flags, the 14th octet of its header (RFC 9293 section 3.1). */
    public static int of(final int flags) {
        if ((flags & (RST_FLAG | FIN_FLAG | SYN_FLAG)) == 0) {
            return DATA;
        }
        return (flags & RST_FLAG) != 0 ? RST : (flags & FIN_FLAG) != 0 ? FIN : SYN;
    }
}
