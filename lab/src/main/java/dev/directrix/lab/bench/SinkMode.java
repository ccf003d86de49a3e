package dev.directrix.lab.bench;

/** Where the sink's device receives. */
enum SinkMode {
    /** In the device's own kernel thread, on the same CPU: batches, as a network card's rings make them. */
    THREAD,
    /** In the software interrupt of whoever sends; for a socket that is once per packet, inside its system call. */
    INTERRUPT
}
