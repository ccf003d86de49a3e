package dev.directrix.cluster.simulation;

/**
 * A client that opens one connection after the other, sends some data on each, and closes it. It repeats SYNs and data
 * as TCP does, and often uses a five-tuple again. For one thread.
 */
final class TcpClient implements Flow.Owner {
    private static final long MS = WorldSettings.MS;
    private static final long FIRST_RETRANSMISSION_NS = 200 * MS;
    private static final int MOST_RETRANSMISSIONS = 7;
    private static final int MOST_SYNS = 5;

    private final World world;
    private final int number;
    private long connections;
    private long hash;
    private Flow flow = Flow.FORGED;
    private Phase phase = Phase.IDLE;
    private long begunNs;
    private long leastGapNs;
    private long mostGapNs;
    private int messagesLeft;
    private long sequence;
    private long acked;
    private boolean isHeld;

    /** Where a connection is. */
    private enum Phase { IDLE, OPENING, OPEN, CLOSING }

    /** A client that will begin by itself. */
    TcpClient(final World world, final int number) {
        this.world = world;
        this.number = number;
    }

    /** The connection there is, or was last. */
    Flow flow() {
        return flow;
    }

    /** The hash of its five-tuple. */
    long hash() {
        return hash;
    }

    /** Whether the connection is established. */
    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    /** Whether it sends nothing by itself: for scenarios. */
    void hold() {
        isHeld = true;
    }

    /** Opens a connection. */
    void begin() {
        if (phase != Phase.IDLE) {
            return;
        }
        if (connections == 0 || !world.chance().happens(0.3)) {
            hash = world.chance().anything();
        }
        open(hash);
        choosePace();
    }

    /** Opens a connection of a five-tuple. */
    void open(final long withHash) {
        hash = withHash;
        connections++;
        world.tally().flows++;
        flow = new Flow("c" + number + "#" + connections, false, this, world.nowNs());
        phase = Phase.OPENING;
        begunNs = world.nowNs();
        sequence = 0;
        acked = 0;
        syn(flow, 0);
    }

    private void choosePace() {
        final long idle = world.settings().idleNs();
        final int kind = world.chance().below(10);
        if (kind < 7) {
            leastGapNs = 10 * MS;
            mostGapNs = 300 * MS;
            messagesLeft = (int) world.chance().between(3, 40);
        } else if (kind < 9) {
            leastGapNs = idle * 6 / 10;
            mostGapNs = idle * 94 / 100;
            messagesLeft = (int) world.chance().between(1, 8);
        } else {
            leastGapNs = idle / 2;
            mostGapNs = idle * 2;
            messagesLeft = (int) world.chance().between(1, 4);
        }
    }

    private void syn(final Flow of, final int attempt) {
        if (flow != of || phase != Phase.OPENING) {
            return;
        }
        if (attempt == MOST_SYNS) {
            world.tally().connectsFailed++;
            if (world.isCalm() && begunNs > world.calmSinceNs() + WorldSettings.SECOND) {
                world.tally().connectsFailedLate++;
            }
            rest();
            return;
        }
        send(Packet.Kind.SYN);
        world.at(world.nowNs() + (world.settings().synRetryNs() << attempt), () -> syn(of, attempt + 1));
    }

    private void send(final Packet.Kind kind) {
        world.fromClient(new Packet(flow, WorldSettings.TCP, hash, kind, sequence));
    }

    @Override
    public void synAcked(final Packet packet, final Server server, final long serverLife) {
        if (packet.flow() != flow) {
            return;
        }
        if (phase == Phase.OPENING) {
            world.tally().established++;
            flow.establish(server, serverLife);
            world.trace("established", flow.name(), Long.toHexString(hash), server.name());
            phase = Phase.OPEN;
            send(Packet.Kind.DATA);
            plan();
        } else if (phase == Phase.OPEN && server == flow.server()) {
            send(Packet.Kind.DATA);
        }
    }

    private void plan() {
        final Flow of = flow;
        if (!isHeld) {
            world.at(world.nowNs() + world.chance().between(leastGapNs, mostGapNs), () -> say(of));
        }
    }

    private void say(final Flow of) {
        if (flow != of || phase != Phase.OPEN) {
            return;
        }
        if (messagesLeft-- > 0) {
            sequence++;
            transmit(of, sequence, Packet.Kind.DATA, 0);
        } else {
            close();
        }
    }

    /** Ends the connection. */
    void close() {
        phase = Phase.CLOSING;
        sequence++;
        transmit(flow, sequence, Packet.Kind.FIN, 0);
    }

    /** Sends one message now: for scenarios. */
    void say() {
        sequence++;
        transmit(flow, sequence, Packet.Kind.DATA, 0);
    }

    private void transmit(final Flow of, final long what, final Packet.Kind kind, final int attempt) {
        if (flow != of || what <= acked || phase == Phase.IDLE) {
            return;
        }
        if (attempt > MOST_RETRANSMISSIONS) {
            world.tally().timedOut++;
            world.trace("times out", flow.name());
            end();
            return;
        }
        world.fromClient(new Packet(flow, WorldSettings.TCP, hash, kind, what));
        world.at(world.nowNs() + (FIRST_RETRANSMISSION_NS << Math.min(attempt, 4)),
                () -> transmit(of, what, kind, attempt + 1));
    }

    @Override
    public void acked(final Packet packet) {
        if (packet.flow() != flow || packet.sequence() <= acked || packet.sequence() != sequence) {
            return;
        }
        acked = packet.sequence();
        if (phase == Phase.OPEN) {
            plan();
        } else if (phase == Phase.CLOSING) {
            world.tally().finished++;
            end();
        }
    }

    @Override
    public void reset(final Packet packet) {
        if (packet.flow() == flow && (phase == Phase.OPEN || phase == Phase.CLOSING)) {
            world.oracle().broken(flow, "reset");
            end();
        }
    }

    private void end() {
        flow.end();
        rest();
    }

    private void rest() {
        phase = Phase.IDLE;
        if (!isHeld) {
            final boolean isLong = world.chance().happens(0.1);
            final long idleMs = world.settings().idleNs() / MS;
            world.at(world.nowNs() + MS * (isLong ? world.chance().between(idleMs, 2 * idleMs)
                    : world.chance().between(5, 400)), this::begin);
        }
    }
}
