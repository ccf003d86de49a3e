package dev.directrix.forwarder.datapath;

import dev.directrix.linux.xdp.Umem;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.AgentRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker with its packet memory and, once started, its thread. Control thread only, but for {@link #worker()}. */
final class WorkerThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerThread.class);

    private final Worker worker;
    private final Umem umem;
    private final Poller poller;
    private final AtomicLong errors = new AtomicLong();
    private AgentRunner runner;

    WorkerThread(final Worker worker, final Umem umem, final Poller poller) {
        this.worker = worker;
        this.umem = umem;
        this.poller = poller;
    }

    Worker worker() {
        return worker;
    }

    Umem umem() {
        return umem;
    }

    /** Starts the thread, in the calling thread's network namespace. */
    void start() {
        worker.starting();
        runner = new AgentRunner(new PollIdle(poller, worker::unsettled), this::failed, null, worker);
        AgentRunner.startOnThread(runner, task -> {
            final Thread thread = new Thread(task, worker.roleName());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Stops the thread, closes its ports and frees the memory. */
    @Override
    public void close() {
        if (runner == null) {
            worker.onClose();
        } else {
            poller.wake();
            runner.close();
        }
        poller.close();
        umem.close();
    }

    /** A defect. The worker goes on with the next batch; the log is told at 1, 2, 4, 8, … of them. */
    private void failed(final Throwable error) {
        final long count = errors.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.error("{} lost a batch of packets by a defect, {} so far", worker.roleName(), count, error);
        }
    }
}
