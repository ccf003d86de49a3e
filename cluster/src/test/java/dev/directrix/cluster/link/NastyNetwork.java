package dev.directrix.cluster.link;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A broadcast medium in simulated time: each copy of a datagram is lost, doubled or late by itself, so order is not
 * kept. The same seed gives the same run.
 */
final class NastyNetwork {

    private static final int MAX_RECORDED = 4096;

    private final Random random;
    private final Faults faults;
    private final List<Node> nodes = new ArrayList<>();
    private final PriorityQueue<Flight> flights = new PriorityQueue<>();
    private final List<byte[]> recorded = new ArrayList<>();
    private long nowNs = 1_000_000_000_000L;
    private long flightCount;
    private boolean isFull;

    NastyNetwork(final long seed, final Faults faults) {
        this.random = new Random(seed);
        this.faults = faults;
    }

    /** What the medium does to a copy, in shares of 1; and the longest delay. */
    record Faults(double loss, double doubling, long maxDelayNs) {
        static final Faults NONE = new Faults(0, 0, 100_000);
        static final Faults NASTY = new Faults(0.3, 0.2, 5_000_000);
    }

    /** Takes datagrams. */
    interface Node {
        void onDatagram(DirectBuffer buffer, int offset, int length, long nowNs);
    }

    private record Flight(long atNs, long number, Node to, DirectBuffer octets) implements Comparable<Flight> {
        @Override
        public int compareTo(final Flight other) {
            final int byTime = Long.compare(atNs, other.atNs);
            return byTime == 0 ? Long.compare(number, other.number) : byTime;
        }
    }

    void add(final Node node) {
        nodes.add(node);
    }

    void remove(final Node node) {
        nodes.remove(node);
    }

    /** Whether the medium takes no datagram. */
    void full(final boolean full) {
        isFull = full;
    }

    /** Where a node's datagrams go; it must have been added. */
    DatagramSink sinkOf(final Node from) {
        return (buffer, offset, length) -> {
            if (isFull) {
                return false;
            }
            final byte[] octets = new byte[length];
            buffer.getBytes(offset, octets);
            record(octets);
            nodes.stream().filter(node -> node != from).forEach(node -> send(node, octets));
            return true;
        };
    }

    /** The oldest give way to some new ones: of all lives there shall be some. */
    private void record(final byte[] octets) {
        if (recorded.size() < MAX_RECORDED) {
            recorded.add(octets);
        } else if (random.nextInt(16) == 0) {
            recorded.set(random.nextInt(MAX_RECORDED), octets);
        }
    }

    private void send(final Node to, final byte[] octets) {
        final int copies = random.nextDouble() < faults.loss() ? 0 : random.nextDouble() < faults.doubling() ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            final long atNs = nowNs + random.nextLong(faults.maxDelayNs() + 1);
            flights.add(new Flight(atNs, flightCount++, to, new UnsafeBuffer(octets)));
        }
    }

    /** A datagram of somebody who is no member, as it is. */
    void inject(final Node to, final byte[] octets) {
        to.onDatagram(new UnsafeBuffer(octets), 0, octets.length, nowNs);
    }

    /** Datagrams that were sent so far, up to 4,096 of them. */
    List<byte[]> recorded() {
        return recorded;
    }

    /** Forgets them. */
    void forgetRecorded() {
        recorded.clear();
    }

    long nowNs() {
        return nowNs;
    }

    /** Lets time pass and delivers what arrives meanwhile. */
    void advance(final long ns) {
        nowNs += ns;
        while (!flights.isEmpty() && flights.peek().atNs() <= nowNs) {
            final Flight flight = flights.poll();
            if (nodes.contains(flight.to())) {
                flight.to().onDatagram(flight.octets(), 0, flight.octets().capacity(), nowNs);
            }
        }
    }
}
