package dev.directrix.lab.bench;

import dev.directrix.linux.bpf.BpfObject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Sends minimum-size UDP packets of many flows towards the device under test, as fast as one CPU can. */
final class TrafficSource implements AutoCloseable {

    private static final int FRAME_OCTETS = 60;
    /** The most that the kernel keeps in flight; a busy card hands over such bursts. */
    private static final int BATCH = 256;

    private final RigTopology topology;
    private final OneCpu cpu;
    private final BpfObject object;

    TrafficSource(final RigTopology topology, final int flows, final OneCpu cpu) {
        this.topology = topology;
        this.cpu = cpu;
        this.object = RigPrograms.load("generate", RigTopology.IN_MAC, RigTopology.SOURCE_MAC, flows);
    }

    /** Sends this many packets from its CPU; completes when all are sent. */
    CompletableFuture<Void> send(final int packets) {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().name("rig-source").daemon().start(() -> {
            try {
                cpu.take(OneCpu.SOURCE);
                topology.source().call(() -> {
                    object.program("generate").runLive(RigTopology.index(topology.source(), "source"),
                            new byte[FRAME_OCTETS], packets, BATCH);
                    return null;
                });
                done.complete(null);
            } catch (final Exception e) {
                done.completeExceptionally(new CompletionException(e));
            }
        });
        return done;
    }

    @Override
    public void close() {
        object.close();
    }
}
