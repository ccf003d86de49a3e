package dev.directrix.bgp.exabgp;

/** What the speaker can be asked for by a signal, as ExaBGP has it. */
public enum RunSignal {

    /** Not a signal: the beginning. */
    START("", 0),
    /** End. */
    HANG_UP("HUP", 1),
    /** End. */
    INTERRUPT("INT", 2),
    /** End. */
    TERMINATE("TERM", 15),
    /** Read the configuration again; what did not change stays up, programs run on. */
    RELOAD("USR1", 10),
    /** The same, and start programs anew whose section changed. */
    FULL_RELOAD("USR2", 12),
    /** The same, and start every session anew. */
    RESTART("ALRM", 14);

    private final String name;
    private final int number;

    RunSignal(final String name, final int number) {
        this.name = name;
        this.number = number;
    }

    /** Its name without {@code SIG}; empty for {@link #START}. */
    public String signalName() {
        return name;
    }

    /** Its number on Linux. */
    int number() {
        return number;
    }

    /** Its name in events: {@code SIGUSR1}. */
    String text() {
        return "SIG" + name;
    }
}
