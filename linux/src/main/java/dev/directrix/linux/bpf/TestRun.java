package dev.directrix.linux.bpf;

import java.util.Arrays;

/** What a program did with a test frame. Immutable. */
public final class TestRun {

    private final int verdict;
    private final byte[] frame;
    private final int durationNs;

    TestRun(final int verdict, final byte[] frame, final int durationNs) {
        this.verdict = verdict;
        this.frame = frame;
        this.durationNs = durationNs;
    }

    /** The program's return value, such as 2 for XDP_PASS. */
    public int verdict() {
        return verdict;
    }

    /** The frame afterwards. */
    public byte[] frame() {
        return frame.clone();
    }

    /** Mean time of one run in nanoseconds, as the kernel measured it. */
    public int durationNs() {
        return durationNs;
    }

    @Override
    public String toString() {
        return "verdict " + verdict + ", frame " + Arrays.toString(frame) + ", " + durationNs + " ns";
    }
}
