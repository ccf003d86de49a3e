package dev.directrix.bgp.bfd;

import java.util.Arrays;

/** Sessions by the time of their next deadline: a binary heap in which each knows its place. Not thread-safe. */
final class DeadlineQueue {

    private static final int INITIAL_CAPACITY = 16;

    private BfdEndpoint[] heap = new BfdEndpoint[INITIAL_CAPACITY];
    private int size;

    /** The earliest deadline; {@link BfdStateMachine#NEVER} if there is none. */
    long next() {
        return size == 0 ? BfdStateMachine.NEVER : heap[0].deadline();
    }

    /** The session with the earliest deadline; there must be one. */
    BfdEndpoint first() {
        return heap[0];
    }

    void add(final BfdEndpoint endpoint) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        place(endpoint, size);
        size++;
        moved(endpoint);
    }

    void remove(final BfdEndpoint endpoint) {
        final int at = endpoint.heapIndex();
        size--;
        final BfdEndpoint last = heap[size];
        heap[size] = null;
        if (last != endpoint) {
            place(last, at);
            moved(last);
        }
    }

    /** Puts a session right whose deadline has changed. */
    void moved(final BfdEndpoint endpoint) {
        up(endpoint);
        down(endpoint);
    }

    private void up(final BfdEndpoint endpoint) {
        int at = endpoint.heapIndex();
        while (at > 0) {
            final int parent = (at - 1) / 2;
            if (heap[parent].deadline() <= endpoint.deadline()) {
                break;
            }
            place(heap[parent], at);
            at = parent;
        }
        place(endpoint, at);
    }

    private void down(final BfdEndpoint endpoint) {
        int at = endpoint.heapIndex();
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && heap[child + 1].deadline() < heap[child].deadline()) {
                child++;
            }
            if (heap[child].deadline() >= endpoint.deadline()) {
                break;
            }
            place(heap[child], at);
            at = child;
        }
        place(endpoint, at);
    }

    private void place(final BfdEndpoint endpoint, final int at) {
        heap[at] = endpoint;
        endpoint.heapIndex(at);
    }
}
