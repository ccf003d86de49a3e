package dev.directrix.director.cli;

/** What a command's exit code says; other people's scripts depend on it. */
final class ExitCode {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int CONFIG_INVALID = 3;
    static final int NO_DIRECTOR = 4;

    private ExitCode() {
    }
}
