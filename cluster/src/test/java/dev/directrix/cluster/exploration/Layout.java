package dev.directrix.cluster.exploration;

/** Where things stand in a state of the whole, which is a row of numbers. Immutable. */
final class Layout {
    /** Number of the director's state, see {@link Lives}; 0: it does not run. */
    static final int LIFE = 0;
    /** {@link #PAUSED}, {@link #LEASED}, {@link #LEAVING}, and how many lives it has begun. */
    static final int FLAGS = 1;
    /** What it will hear from the store: a list of inputs. */
    static final int WATCH = 2;
    /** What it says of itself, on its way to the store. */
    static final int PUT = 3;
    /** What it says of itself after that. */
    static final int WANTED = 4;
    /** Its changes of the record on their way to the store: a list. */
    static final int SWAPS = 5;
    /** Which of the wishes it was told last. */
    static final int WISHES = 6;
    /** For how many steps its lease was not renewed. */
    static final int LEASE_AGE = 7;
    /** A lease of its former life: that life's number, and the age as above. */
    static final int OLD_LEASE = 8;

    /** Its control part stands still. */
    static final int PAUSED = 1;
    /** Its lease has not ended. */
    static final int LEASED = 2;
    /** It leaves. */
    static final int LEAVING = 4;
    /** Lives are counted from this bit on; so are those of leases. */
    static final int COUNT_SHIFT = 4;

    /** What may happen only so often. */
    enum Budget { CRASHES, PAUSES, BOOTS, LEAVES, HURRIES }

    private static final int WIDTH = 9;

    private final int directors;
    private final int flows;

    /** For so many directors and flows. */
    Layout(final int directors, final int flows) {
        this.directors = directors;
        this.flows = flows;
    }

    /** A state's length. */
    int length() {
        return flow(flows) + Budget.values().length;
    }

    /** Where something of a director stands. */
    int of(final int director, final int what) {
        return director * WIDTH + what;
    }

    /** Where the messages from one director to another stand: a list. */
    int link(final int from, final int to) {
        return directors * WIDTH + from * directors + to;
    }

    /** Where the store's contents stand. */
    int store() {
        return directors * (WIDTH + directors);
    }

    /** Where a flow stands, see {@link FlowState}. */
    int flow(final int flow) {
        return store() + 1 + flow;
    }

    /** Where it stands how often something has happened. */
    @SuppressWarnings("EnumOrdinal") // A place, of no meaning outside.
    int used(final Budget budget) {
        return flow(flows) + budget.ordinal();
    }
}
