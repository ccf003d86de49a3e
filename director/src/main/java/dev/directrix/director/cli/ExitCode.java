package dev.directrix.director.cli;

/** What a command's exit code says; other people's scripts depend on it. */
public final class ExitCode {

    /** All went well. */
    public static final int OK = 0;
    /** It did not. */
    public static final int FAILED = 1;
    /** The command line makes no sense. */
    public static final int USAGE = 2;
    /** The configuration has errors. */
    public static final int CONFIG_INVALID = 3;
    /** No director answers. */
    public static final int NO_DIRECTOR = 4;

    private ExitCode() {
    }
}
