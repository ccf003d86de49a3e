package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.port.Port;
import dev.directrix.forwarder.port.SendPermit;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A port in memory: gives the frames that it is told to, and remembers what it was given. */
final class FakePort implements Port {

    static final int FRAME_BYTES = 256;

    final List<Long> sent = new ArrayList<>();
    final List<Long> discarded = new ArrayList<>();
    final List<Long> kept = new ArrayList<>();
    final Deque<Long> spare = new ArrayDeque<>();
    final Deque<Integer> arriving = new ArrayDeque<>();
    int room = Integer.MAX_VALUE;
    int flushes;
    /** What happens after frames were decided and before they are handed to the kernel. */
    Optional<Runnable> beforeKick = Optional.empty();
    /** Frames that were handed to the kernel. */
    final List<Long> kicked = new ArrayList<>();
    boolean unsent;
    boolean outstanding;
    boolean closed;
    String failure = "";
    long lost;
    private final MemorySegment memory;
    private int recalled;
    private int taken;

    FakePort(final MemorySegment memory) {
        this.memory = memory;
    }

    @Override
    public MemorySegment memory() {
        return memory;
    }

    @Override
    public int receive(final long[] offsets, final int[] lengths, final int max) {
        int count = 0;
        while (count < max && !arriving.isEmpty()) {
            offsets[count] = (long) arriving.remove() * FRAME_BYTES;
            lengths[count++] = 60;
        }
        return count;
    }

    @Override
    public boolean send(final long offset, final int length) {
        if (sent.size() >= room) {
            return false;
        }
        sent.add(offset);
        return true;
    }

    @Override
    public long take() {
        return spare.isEmpty() ? NO_FRAME : spare.remove();
    }

    @Override
    public void keep(final long offset) {
        kept.add(offset);
    }

    @Override
    public void discard(final long offset) {
        discarded.add(offset);
    }

    @Override
    public boolean flush(final SendPermit permit) {
        flushes++;
        if (beforeKick.isPresent()) {
            beforeKick.get().run();
        }
        if (permit.maySend()) {
            kicked.addAll(sent.subList(kicked.size() + taken, sent.size()));
        } else {
            recalled += sent.size() - taken - kicked.size();
            taken = sent.size() - kicked.size();
        }
        return outstanding;
    }

    @Override
    public boolean hasUnsent() {
        return unsent;
    }

    @Override
    public int recalled() {
        final int result = recalled;
        recalled = 0;
        return result;
    }

    @Override
    public String failure() {
        return failure;
    }

    @Override
    public int pollFd() {
        return 0;
    }

    @Override
    public long lost() {
        return lost;
    }

    @Override
    public void close() {
        closed = true;
    }
}
