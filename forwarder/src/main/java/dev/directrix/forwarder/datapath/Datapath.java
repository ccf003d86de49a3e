package dev.directrix.forwarder.datapath;

/**
 * The datapath of one director. Thread-safe; none of the methods makes the workers wait.
 *
 * <p>The order of life: open, apply a table, {@link #warm()}, then (when {@link #ready()}) announce the VIPs.
 */
public interface Datapath extends AutoCloseable {

    /**
     * Runs synthetic packets of the applied table through every worker's pipeline, so that it is compiled before the
     * first client comes. Returns when done, after at most some seconds.
     */
    void warm();

    /**
     * Whether a VIP may be announced: a table is applied, every worker has loaded it and proved so by its digest, the
     * pipelines are warm, VIP traffic is taken, and at least one interface is up.
     */
    boolean ready();

    /** How it is doing. */
    DatapathStatus status();

    /** Takes VIP traffic, or leaves it to the kernel as if no datapath were here. On when opened. */
    void setEnabled(boolean enabled);

    /** Detaches from the interfaces, stops the workers, frees everything. */
    @Override
    void close();
}
