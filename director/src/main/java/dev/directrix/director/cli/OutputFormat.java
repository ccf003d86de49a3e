package dev.directrix.director.cli;

/** How a command prints. */
enum OutputFormat {

    /** For people. */
    TEXT,
    /** For programs. */
    JSON;

    @Override
    public String toString() {
        return this == JSON ? "json" : "text";
    }
}
