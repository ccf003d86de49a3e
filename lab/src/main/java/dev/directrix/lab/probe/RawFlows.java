package dev.directrix.lab.probe;

import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import dev.directrix.linux.Interfaces;
import dev.directrix.linux.NetworkNamespace;
import dev.directrix.linux.socket.PacketSocket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Many flows that a director cannot tell from connections, without sockets behind them: TCP segments with ACK, without
 * data, from many addresses and ports, by one thread and in turn. Servers discard them.
 */
public final class RawFlows implements AutoCloseable {
    /** The port of the service that takes them; nobody listens there. */
    private static final int PORT = 7001;
    private static final int PORTS_AN_ADDRESS = 1_000;
    private static final int FIRST_PORT = 20_000;
    private static final int FIRST_ADDRESS = 0x0a000080;
    private static final int VIP = 0xc000020a;
    private static final int FRAME = 60;
    private static final int IP = 14;
    private static final int TCP = 34;
    private static final int IP_LENGTH = 40;
    private static final byte ACK = 0x10;
    private static final long PAUSE_NS = 500_000;
    /** Fewer than the ring of a director holds, which may stand still for a moment. */
    private static final int PART = 1_000;

    private final Link link;
    private final int flows;
    private final long intervalNs;
    private final byte[] macs;
    private long most;
    private final Thread thread = Thread.ofPlatform().name("raw-flows").daemon().unstarted(this::enter);
    private volatile Optional<Exception> failure = Optional.empty();
    private volatile long sent;
    private volatile boolean ended;

    private RawFlows(Link link, int flows, long intervalNs, long most) {
        this.link = link;
        this.flows = flows;
        this.intervalNs = intervalNs;
        this.most = most;
        this.macs = ByteBuffer.allocate(12).put(mac(link.router, link.routerInterface))
            .put(mac(link.client, link.clientInterface)).array();
    }

    /**
     * Where the flows go.
     *
     * @param client          sends them
     * @param clientInterface by which
     * @param router          gets them
     * @param routerInterface at which
     */
    public record Link(LabNode client, String clientInterface, LabNode router, String routerInterface) {
    }

    /** Begins to send; each flow speaks once in an interval. */
    public static RawFlows start(Link link, int flows, long intervalNs) {
        RawFlows raw = new RawFlows(link, flows, intervalNs, Long.MAX_VALUE);
        raw.thread.start();
        return raw;
    }

    /**
     * Lets each flow speak once, in parts, and returns then.
     *
     * @param withinNs in which all of them would speak without a wait between the parts
     * @param arrived  returns once so many have arrived
     */
    public static void once(Link link, int flows, long withinNs, LongConsumer arrived) {
        RawFlows raw = new RawFlows(link, flows, withinNs, 0);
        while (!raw.isComplete()) {
            raw.most = Math.min(flows, raw.sent + PART);
            raw.enter();
            arrived.accept(raw.sent);
        }
    }

    /** Whether every flow has spoken. */
    public boolean isComplete() {
        failure.ifPresent(cause -> {
            throw new LabException("the flows have stopped: " + cause, cause);
        });
        return sent >= flows;
    }

    private static byte[] mac(LabNode node, String name) {
        try {
            return HexFormat.ofDelimiter(":").parseHex(
                node.exec("cat", "/sys/class/net/" + name + "/address").orFail().output().strip());
        } catch (IllegalArgumentException e) {
            throw new LabException("node " + node.name() + " has no MAC address at " + name, e);
        }
    }

    private void enter() {
        try {
            NetworkNamespace.enter(link.client.namespace(), () -> {
                try (PacketSocket socket = PacketSocket.open(Interfaces.index(link.clientInterface))) {
                    run(socket);
                }
                return null;
            });
        } catch (Exception e) {
            failure = Optional.of(e);
        }
    }

    private void run(PacketSocket socket) {
        byte[] frame = new byte[FRAME];
        long before = sent;
        long fromNs = System.nanoTime();
        while (!ended && sent < most) {
            long due = Math.min(most, before + (long) ((double) (System.nanoTime() - fromNs) * flows / intervalNs));
            for (long at = sent; at < due; at++) {
                write(frame, (int) (at % flows), (int) (at / flows));
                socket.send(frame);
            }
            sent = Math.max(sent, due);
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /** The segment of a flow. */
    private void write(byte[] frame, int flow, int sequence) {
        ByteBuffer out = ByteBuffer.wrap(frame).put(macs).putShort((short) 0x0800);
        out.put((byte) 0x45).put((byte) 0).putShort((short) IP_LENGTH).putShort((short) sequence)
            .putShort((short) 0x4000).put((byte) 64).put((byte) 6).putShort((short) 0)
            .putInt(FIRST_ADDRESS + flow / PORTS_AN_ADDRESS).putInt(VIP);
        out.putShort((short) (FIRST_PORT + flow % PORTS_AN_ADDRESS)).putShort((short) PORT)
            .putInt(sequence).putInt(1).put((byte) 0x50).put(ACK).putShort((short) 1024).putInt(0);
        out.putShort(IP + 10, checksum(out, IP, TCP, 0));
        out.putShort(TCP + 16, checksum(out, IP + 12, IP + IP_LENGTH, 6 + IP_LENGTH - (TCP - IP)));
    }

    /** RFC 1071, over whole words. */
    private static short checksum(ByteBuffer octets, int from, int to, int before) {
        int sum = before;
        for (int at = from; at < to; at += Short.BYTES) {
            sum += octets.getShort(at) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~(sum + (sum >>> 16));
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
