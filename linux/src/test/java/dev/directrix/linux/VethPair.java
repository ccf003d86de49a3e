package dev.directrix.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Two network namespaces joined by a veth pair: interface "left" 10.9.0.1/24 and interface "right" 10.9.0.2/24. */
public final class VethPair implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String left;
    private final String right;

    private VethPair(final String left, final String right) {
        this.left = left;
        this.right = right;
    }

    /** Creates both, ready to carry frames, or skips the test when this process may not. */
    public static VethPair create() throws IOException {
        assumeTrue(Capability.effective().contains(Capability.SYS_ADMIN)
                && Capability.effective().contains(Capability.NET_ADMIN), "needs root, to create network namespaces");
        final String base = "dx-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        final VethPair pair = new VethPair(base + "-l", base + "-r");
        try {
            Commands.run("ip netns add " + pair.left);
            Commands.run("ip netns add " + pair.right);
            Commands.run("ip -n " + pair.left + " link add left type veth peer name right netns " + pair.right);
            pair.ipLeft("addr add 10.9.0.1/24 dev left");
            pair.ipRight("addr add 10.9.0.2/24 dev right");
            pair.ipLeft("link set left up");
            pair.ipRight("link set right up");
            pair.awaitCarrier();
            return pair;
        } catch (final IOException e) {
            pair.close();
            throw e;
        }
    }

    public NetworkNamespace left() {
        return NetworkNamespace.named(left);
    }

    public NetworkNamespace right() {
        return NetworkNamespace.named(right);
    }

    /** Runs ip(8) in the left namespace. */
    public String ipLeft(final String arguments) throws IOException {
        return Commands.run("ip -n " + left + " " + arguments);
    }

    /** Runs ip(8) in the right namespace. */
    public String ipRight(final String arguments) throws IOException {
        return Commands.run("ip -n " + right + " " + arguments);
    }

    /** The kernel works on a carrier's event later, and loses what is sent before. */
    private void awaitCarrier() throws IOException {
        final long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!ipLeft("link show left").contains("state UP") || !ipRight("link show right").contains("state UP")) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("no carrier between " + left + " and " + right);
            }
        }
    }

    @Override
    public void close() throws IOException {
        final String present = Commands.run("ip netns list");
        for (final String name : new String[] {left, right}) {
            if (present.contains(name)) {
                Commands.run("ip netns del " + name);
            }
        }
    }
}
