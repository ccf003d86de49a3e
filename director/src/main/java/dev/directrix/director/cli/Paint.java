package dev.directrix.director.cli;

/**
 * Colours for terminals.
 *
 * @param enabled false: none
 */
record Paint(boolean enabled) {

    /** What a colour says. */
    enum Tone {
        /** Nothing in particular. */
        PLAIN(""),
        /** As it should be. */
        GOOD("32"),
        /** On its way somewhere. */
        NOTICE("33"),
        /** Look here. */
        BAD("31"),
        /** The heading of a table. */
        HEADING("1");

        private final String code;

        Tone(final String code) {
            this.code = code;
        }
    }

    String apply(final Tone tone, final String text) {
        return enabled && tone != Tone.PLAIN && !text.isBlank()
            ? "\u001b[" + tone.code + "m" + text + "\u001b[0m" : text;
    }
}
