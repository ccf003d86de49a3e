package dev.directrix.forwarder.nat;

import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.NatSettings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One worker's share of the local ports from which FULLNAT reaches servers.
 *
 * <p>A port names its worker: it is the port's remainder by the number of workers. So whichever worker an answer comes
 * to knows whose flow it is. Addresses are used in turn; what uniqueness needs is only that no two connections have the
 * same local and the same server endpoint, so far more than 65,536 fit ({@link LocalAddress}).
 *
 * <p>One thread takes and releases; {@link #prepare} and the counters are for any thread. Taking and releasing allocate
 * nothing.
 */
public final class LocalPorts {
    /** No port is free. */
    public static final long EXHAUSTED = -1;
    /** How long a released port rests at least when nothing else is said. */
    public static final Duration DEFAULT_REST = Duration.ofSeconds(2);

    private static final Pool NO_POOL = new Pool(List.of());

    private final int worker;
    private final int workers;
    private final long restNs;
    private final AtomicLong exhausted = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private volatile Pools pools = new Pools(List.of(), List.of(), List.of());

    /** What a moment's configuration has; addresses that it has no more are kept for the flows that use them. */
    private static final class Pools {
        private final NatSettings[] settings;
        private final Pool[] pools;
        private final LocalAddress[] addresses;

        Pools(final List<NatSettings> settings, final List<Pool> pools, final List<LocalAddress> addresses) {
            this.settings = settings.toArray(NatSettings[]::new);
            this.pools = pools.toArray(Pool[]::new);
            this.addresses = addresses.toArray(LocalAddress[]::new);
        }
    }

    /** The local addresses of one pool of servers. */
    private static final class Pool {
        private final LocalAddress[] ipv4;
        private final LocalAddress[] ipv6;
        private int turn;

        Pool(final List<LocalAddress> addresses) {
            this.ipv4 = addresses.stream().filter(LocalAddress::isIpv4).toArray(LocalAddress[]::new);
            this.ipv6 = addresses.stream().filter(each -> !each.isIpv4()).toArray(LocalAddress[]::new);
        }
    }

    /**
     * No address yet.
     *
     * @param worker  number of the worker, from 0
     * @param workers how many there are
     * @param rest    how long a released port rests at least; at most twice that
     */
    public LocalPorts(final int worker, final int workers, final Duration rest) {
        if (worker < 0 || worker >= workers) {
            throw new IllegalArgumentException("worker " + worker + " is not one of " + workers);
        }
        this.worker = worker;
        this.workers = workers;
        this.restNs = rest.toNanos();
    }

    /** The worker that has given out a local port. */
    public static int workerOf(final int port, final int workers) {
        return port % workers;
    }

    /**
     * Takes over the settings of all pools, before the first flow by them. Any thread. Each new address takes 0.8 MB,
     * divided over the workers.
     */
    public synchronized void prepare(final Set<NatSettings> settings) {
        final List<LocalAddress> known = new ArrayList<>(List.of(pools.addresses));
        final List<NatSettings> names = new ArrayList<>();
        final List<Pool> made = new ArrayList<>();
        for (final NatSettings each : settings) {
            names.add(each);
            made.add(new Pool(each.localAddresses().stream().map(address -> known(known, address)).toList()));
        }
        pools = new Pools(names, made, known);
    }

    private LocalAddress known(final List<LocalAddress> known, final InetAddress address) {
        final long high = Addresses.high(address);
        final long low = Addresses.low(address);
        return known.stream().filter(each -> each.is(high, low)).findFirst().orElseGet(() -> {
            final LocalAddress made = new LocalAddress(high, low, worker, workers);
            known.add(made);
            return made;
        });
    }

    /**
     * Takes a local endpoint for a connection to a server. Writer only.
     *
     * @param settings   of the server's pool, as prepared: the same object or an equal one
     * @param serverHigh first half of the server's address, 0 for IPv4
     * @param serverLow  second half, IPv4 mapped
     * @return the endpoint for {@link #high}, {@link #low} and {@link #port}, or {@link #EXHAUSTED}, which is counted
     */
    public long take(
            final NatSettings settings,
            final long serverHigh,
            final long serverLow,
            final int serverPort,
            final boolean udp,
            final long nowNs) {
        final Pools now = pools;
        final Pool pool = poolOf(now, settings);
        final LocalAddress[] addresses = serverHigh == 0 && serverLow >>> 32 == 0xffff ? pool.ipv4 : pool.ipv6;
        final int serverClass = LocalAddress.classOf(serverHigh, serverLow, serverPort, udp);
        final int first = settings.ports().first();
        final int last = settings.ports().last();
        for (int i = 0; i < addresses.length; i++) {
            pool.turn = pool.turn + 1 >= addresses.length ? 0 : pool.turn + 1;
            final LocalAddress address = addresses[pool.turn];
            final int port = address.ports(serverClass).take(first, last, nowNs, restNs);
            if (port != PortBitmap.NONE) {
                taken.setOpaque(taken.getPlain() + 1);
                return (long) indexOf(now.addresses, address.high(), address.low()) << 16 | port;
            }
        }
        exhausted.setOpaque(exhausted.getPlain() + 1);
        return EXHAUSTED;
    }

    /** First half of the address of an endpoint that was taken; 0 for IPv4. */
    public long high(final long endpoint) {
        return pools.addresses[(int) (endpoint >>> 16)].high();
    }

    /** Second half of the address of an endpoint that was taken, IPv4 mapped. */
    public long low(final long endpoint) {
        return pools.addresses[(int) (endpoint >>> 16)].low();
    }

    /** The port of an endpoint that was taken. */
    public static int port(final long endpoint) {
        return (int) endpoint & 0xffff;
    }

    /**
     * Gives a local endpoint back. Writer only. One that was never taken here is left alone.
     *
     * @param ports the server's port in the high half, the local port in the low half
     * @param rests whether the port must rest; not needed when the connection never came about
     */
    public void release(
            final long localHigh,
            final long localLow,
            final long serverHigh,
            final long serverLow,
            final int ports,
            final boolean udp,
            final boolean rests,
            final long nowNs) {
        final LocalAddress[] addresses = pools.addresses;
        final int index = indexOf(addresses, localHigh, localLow);
        final int port = ports & 0xffff;
        if (index >= 0 && workerOf(port, workers) == worker) {
            addresses[index]
                    .ports(LocalAddress.classOf(serverHigh, serverLow, ports >>> 16, udp))
                    .release(port, rests, nowNs, restNs);
            taken.setOpaque(taken.getPlain() - 1);
        }
    }

    /** Connections that found no free port, since the start. Any thread. */
    public long exhausted() {
        return exhausted.getOpaque();
    }

    /** Ports that are taken now. Any thread. */
    public long taken() {
        return taken.getOpaque();
    }

    /** Nearly always the same object, which is what equality looks at first. */
    private static Pool poolOf(final Pools pools, final NatSettings settings) {
        for (int i = 0; i < pools.settings.length; i++) {
            if (pools.settings[i].equals(settings)) {
                return pools.pools[i];
            }
        }
        return NO_POOL;
    }

    private static int indexOf(final LocalAddress[] addresses, final long high, final long low) {
        for (int i = 0; i < addresses.length; i++) {
            if (addresses[i].is(high, low)) {
                return i;
            }
        }
        return -1;
    }
}
