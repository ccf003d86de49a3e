package dev.directrix.lab.routes;

/** How the routes come to a sender. */
enum Way {

    /** It has them all before the session comes up: a restart, or a router that comes back. */
    CONFIGURED("configured, then the session comes up"),
    /** The session is up, and they come by the sender's API: a script that announces what it finds. */
    API("by the API while the session is up");

    private final String text;

    Way(final String text) {
        this.text = text;
    }

    /** In words. */
    String text() {
        return text;
    }
}
