package dev.directrix.director.reconcile;

/**
 * What the CPUs of a machine have done since it was booted, in ticks of the kernel. Immutable.
 *
 * @param busy  spent on anything
 * @param total spent on anything, or idle
 */
public record CpuTimes(long busy, long total) {

    /** Nothing known. */
    public static final CpuTimes NONE = new CpuTimes(0, 0);

    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    /** Behind it the kernel counts guests, once more. */
    private static final int STEAL = 7;

    /**
     * Reads the line {@code cpu} of {@code /proc/stat} (proc(5)): user, nice, system, idle, iowait, irq, softirq,
     * steal.
     *
     * @throws IllegalArgumentException if it is no such line
     */
    public static CpuTimes parse(final String line) {
        final String[] words = line.strip().split("\\s+", -1);
        if (!words[0].equals("cpu") || words.length <= IO_WAIT + 1) {
            throw new IllegalArgumentException("not the line 'cpu' of /proc/stat: " + line);
        }
        long busy = 0;
        long total = 0;
        for (int i = 0; i < Math.min(words.length - 1, STEAL + 1); i++) {
            final long ticks = Long.parseLong(words[i + 1]);
            total += ticks;
            busy += i == IDLE || i == IO_WAIT ? 0 : ticks;
        }
        return new CpuTimes(busy, total);
    }

    /** How busy they were since an earlier time, 0 to 1; 0 if no time has passed. */
    public double busySince(final CpuTimes earlier) {
        final long passed = total - earlier.total();
        return passed <= 0 ? 0 : Math.clamp((double) (busy - earlier.busy()) / passed, 0, 1);
    }
}
