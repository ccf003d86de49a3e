package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.Checksum;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.PacketParser;
import java.lang.foreign.MemorySegment;

/** Turns a TCP segment into the RST that answers it, in place (RFC 9293 §3.5.2, group 1). */
public final class TcpReset {
    private static final int TCP_BYTES = 20;
    private static final int SYN = 0x02;
    private static final int FIN = 0x01;
    private static final int ACK = 0x10;
    private static final int RST_WORD = 0x5004;
    private static final int RST_ACK_WORD = 0x5014;

    private TcpReset() {
    }

    /**
     * Answers a segment that is no RST itself.
     *
     * @param frame where the Ethernet header begins; there it begins afterwards too
     * @param own   MAC address that it leaves from
     * @return octets of the frame now
     */
    public static int answer(
            final MemorySegment memory, final long frame, final PacketParser packet, final long own) {
        final long tcp = packet.transport();
        final int ports = Integer.rotateLeft(packet.ports(), 16);
        final int flags = packet.tcpFlags();
        final boolean acknowledges = (flags & ACK) != 0;
        final int headerBytes = Frame.unsignedByte(memory, tcp + 12) >>> 4 << 2;
        final int octets = packet.transportBytes() - headerBytes + ((flags & SYN) != 0 ? 1 : 0)
                + ((flags & FIN) != 0 ? 1 : 0);
        final int sequence = acknowledges ? Frame.integer(memory, tcp + 8) : 0;
        final int acknowledged = acknowledges ? 0 : Frame.integer(memory, tcp + 4) + octets;
        final int word = acknowledges ? RST_WORD : RST_ACK_WORD;
        final long ip = packet.ip();
        final long answer;
        final long sum = Checksum.sum(ports) + Checksum.sum(sequence) + Checksum.sum(acknowledged) + word
                + IpProtocol.TCP + TCP_BYTES;
        final long addresses;
        if (packet.isIpv4()) {
            answer = ip + Frame.IPV4_BYTES;
            addresses = Checksum.sum(packet.addresses());
            IpHeaders.write4(memory, ip, 0, Frame.IPV4_BYTES + TCP_BYTES, 0, IpProtocol.TCP,
                    /* source= */ packet.destination(), /* destination= */ packet.source());
        } else {
            answer = ip + Frame.IPV6_BYTES;
            addresses = Checksum.sum(packet.sourceHigh(), packet.sourceLow())
                    + Checksum.sum(packet.destinationHigh(), packet.destinationLow());
            IpHeaders.write6(memory, ip, 0, (TCP_BYTES << 8) | IpProtocol.TCP,
                    /* sourceHigh= */ packet.destinationHigh(), /* sourceLow= */ packet.destinationLow(),
                    /* destinationHigh= */ packet.sourceHigh(), /* destinationLow= */ packet.sourceLow());
        }
        Frame.setInteger(memory, answer, ports);
        Frame.setInteger(memory, answer + 4, sequence);
        Frame.setInteger(memory, answer + 8, acknowledged);
        Frame.setInteger(memory, answer + 12, word << 16);
        Frame.setInteger(memory, answer + 16, Checksum.finish(sum + addresses) << 16);
        Frame.setMacs(memory, frame, Frame.sourceMac(memory, frame), own);
        return (int) (answer - frame) + TCP_BYTES;
    }
}
