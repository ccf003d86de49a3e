package dev.directrix.cluster.exploration;

import dev.directrix.cluster.exploration.Layout.Budget;
import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.protocol.ClusterEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What may happen next in a state of the whole, and what it leads to. For one thread. */
final class Moves {
    private final Setup setup;
    private final Layout layout;
    private final Catalogue catalogue;
    private final Lives lives;
    private final StoreModel store;
    private final int work;
    private final int leave;
    private final int leaseEnded;
    private Optional<String> violation = Optional.empty();

    /** Something that may happen. */
    @SuppressWarnings("EnumOrdinal") // Numbers that no other run sees.
    record Move(Kind kind, int one, int other) {
        private static final int SHIFT = 8;

        /** As a number. */
        int code() {
            return (kind.ordinal() << (2 * SHIFT)) | (one << SHIFT) | other;
        }

        /** From a number. */
        static Move of(final int code) {
            return new Move(Kind.values()[code >> (2 * SHIFT)], (code >> SHIFT) & 0xff, code & 0xff);
        }
    }

    /** Kinds of what may happen; those that must happen some day come first. */
    enum Kind {
        HEAR_STORE, HEAR_PEER, WORK, PUT_ARRIVES, SWAP_ARRIVES, TELL, EXPIRE, EXPIRE_OLD,
        SYN, DATA, ACCEPT, TIME, RESUME, BOOT, CRASH, PAUSE, LEAVE, HURRY;

        /** Whether it needs nobody's fault and is not left out by waiting for long enough. */
        boolean isOrdinary() {
            return compareTo(TIME) <= 0;
        }

        /** Whether time does not pass while it can happen, as nothing takes that long. */
        boolean isUrgent() {
            return compareTo(EXPIRE_OLD) <= 0;
        }
    }

    /** Is told what may happen. */
    @FunctionalInterface
    interface Visitor {
        /** One move. */
        void visit(Kind kind, int one, int other);
    }

    /** For a configuration. */
    Moves(final Setup setup, final Catalogue catalogue, final Lives lives, final StoreModel store) {
        this.setup = setup;
        this.layout = new Layout(setup.directors(), setup.flows());
        this.catalogue = catalogue;
        this.lives = lives;
        this.store = store;
        this.work = catalogue.of(new Input.Work());
        this.leave = catalogue.of(new Input.Leave());
        this.leaseEnded = catalogue.of(new Input.Hear(new ClusterEvent.LeaseEnded("the lease has ended")));
    }

    /** Where things stand. */
    Layout layout() {
        return layout;
    }

    /** Nobody runs, the store is empty. */
    int[] nothing() {
        final int[] state = new int[layout.length()];
        for (int i = 0; i < setup.directors(); i++) {
            state[layout.of(i, Layout.WATCH)] = Catalogue.EMPTY;
            state[layout.of(i, Layout.SWAPS)] = Catalogue.EMPTY;
            for (int j = 0; j < setup.directors(); j++) {
                state[layout.link(i, j)] = Catalogue.EMPTY;
            }
        }
        state[layout.store()] = store.empty();
        return state;
    }

    /** Shows all that may happen. */
    void all(final int[] state, final Visitor visitor) {
        final boolean[] urgent = {false};
        urgent(state, (kind, one, other) -> {
            urgent[0] |= !kind.isUrgent() ? false : isAlive(state, kind, one);
            visitor.visit(kind, one, other);
        });
        packets(state, visitor);
        if (!setup.ages() || mayPass(state)) {
            if (!urgent[0]) {
                visitor.visit(Kind.TIME, 0, 0);
            } else if (has(state, Budget.HURRIES, setup.hurries())) {
                visitor.visit(Kind.HURRY, 0, 0);
            }
        }
        faults(state, visitor);
    }

    /** What those who are no more have sent may come at any time, or never. */
    private boolean isAlive(final int[] state, final Kind kind, final int director) {
        return kind.compareTo(Kind.TELL) > 0 || runs(state, director);
    }

    private boolean has(final int[] state, final Budget budget, final int most) {
        return state[layout.used(budget)] < most;
    }

    /** Whether a director's process runs, and does not stand still. */
    boolean runs(final int[] state, final int director) {
        return state[layout.of(director, Layout.LIFE)] != 0 && !flag(state, director, Layout.PAUSED);
    }

    private boolean flag(final int[] state, final int director, final int flag) {
        return (state[layout.of(director, Layout.FLAGS)] & flag) != 0;
    }

    private void urgent(final int[] state, final Visitor visitor) {
        for (int i = 0; i < setup.directors(); i++) {
            final boolean runs = runs(state, i);
            if (runs && state[layout.of(i, Layout.WATCH)] != Catalogue.EMPTY) {
                visitor.visit(Kind.HEAR_STORE, i, 0);
            }
            if (runs && life(state, i).works()) {
                visitor.visit(Kind.WORK, i, 0);
            }
            if (runs && hasNews(state, i)) {
                visitor.visit(Kind.TELL, i, 0);
            }
            for (int j = 0; j < setup.directors(); j++) {
                if (runs(state, j) && state[layout.link(i, j)] != Catalogue.EMPTY && isTaken(state, i, j)) {
                    visitor.visit(Kind.HEAR_PEER, i, j);
                }
            }
            if (flag(state, i, Layout.LEASED)) {
                if (state[layout.of(i, Layout.PUT)] != 0) {
                    visitor.visit(Kind.PUT_ARRIVES, i, 0);
                }
                if (state[layout.of(i, Layout.SWAPS)] != Catalogue.EMPTY) {
                    visitor.visit(Kind.SWAP_ARRIVES, i, 0);
                }
                if (!runs && state[layout.of(i, Layout.LEASE_AGE)] >= Setup.LEASE_STEPS) {
                    visitor.visit(Kind.EXPIRE, i, 0);
                }
            }
            if (state[layout.of(i, Layout.OLD_LEASE)] != 0
                    && oldAge(state, i) >= Setup.LEASE_STEPS) {
                visitor.visit(Kind.EXPIRE_OLD, i, 0);
            }
        }
    }

    /** Whether there are other wishes: all hear of some before anybody hears of the next. */
    private boolean hasNews(final int[] state, final int director) {
        final int told = state[layout.of(director, Layout.WISHES)];
        boolean isNext = told + 1 < setup.wishes().size();
        for (int i = 0; i < setup.directors(); i++) {
            isNext &= state[layout.of(i, Layout.LIFE)] == 0 || state[layout.of(i, Layout.WISHES)] >= told;
        }
        return isNext;
    }

    private int oldAge(final int[] state, final int director) {
        return state[layout.of(director, Layout.OLD_LEASE)] & ((1 << Layout.COUNT_SHIFT) - 1);
    }

    Lives.Life life(final int[] state, final int director) {
        return lives.at(state[layout.of(director, Layout.LIFE)]);
    }

    /** Whether a director takes the first message of another now (rule V2). */
    private boolean isTaken(final int[] state, final int from, final int to) {
        final Output.Letter letter =
                catalogue.at(catalogue.first(state[layout.link(from, to)]), Output.Letter.class);
        final Lives.Life by = life(state, to);
        return by.id().equals(letter.to()) && by.peers().contains(letter.from()) && letter.view() <= by.entered();
    }

    private void packets(final int[] state, final Visitor visitor) {
        for (int flow = 0; flow < setup.flows(); flow++) {
            final int now = state[layout.flow(flow)];
            for (int i = 0; i < setup.directors() && FlowState.phase(now) != FlowState.GONE; i++) {
                if (state[layout.of(i, Layout.LIFE)] != 0 && life(state, i).valid()) {
                    visitor.visit(FlowState.isOpen(now) ? Kind.DATA : Kind.SYN, i, flow);
                }
            }
            for (int server = 0; server < FlowState.MOST_SERVERS; server++) {
                if (FlowState.isHalfOpenAt(now, server) && answers(state, server)) {
                    visitor.visit(Kind.ACCEPT, flow, server);
                }
            }
        }
    }

    /** Whether every open flow has been heard of lately, if anybody could have forwarded it. */
    private boolean mayPass(final int[] state) {
        boolean serves = false;
        for (int i = 0; i < setup.directors(); i++) {
            serves |= state[layout.of(i, Layout.LIFE)] != 0 && life(state, i).valid();
        }
        for (int flow = 0; flow < setup.flows() && serves; flow++) {
            final int now = state[layout.flow(flow)];
            if (FlowState.isOpen(now) && FlowState.age(now) == FlowState.MOST_SILENT) {
                return false;
            }
        }
        return true;
    }

    private void faults(final int[] state, final Visitor visitor) {
        for (int i = 0; i < setup.directors(); i++) {
            if (state[layout.of(i, Layout.LIFE)] == 0) {
                if (has(state, Budget.BOOTS, setup.boots())) {
                    visitor.visit(Kind.BOOT, i, 0);
                }
                continue;
            }
            if (has(state, Budget.CRASHES, setup.crashes())) {
                visitor.visit(Kind.CRASH, i, 0);
            }
            if (flag(state, i, Layout.PAUSED)) {
                visitor.visit(Kind.RESUME, i, 0);
            } else if (has(state, Budget.PAUSES, setup.pauses())) {
                visitor.visit(Kind.PAUSE, i, 0);
            }
            if (runs(state, i) && has(state, Budget.LEAVES, setup.leaves()) && !flag(state, i, Layout.LEAVING)) {
                visitor.visit(Kind.LEAVE, i, 0);
            }
        }
    }

    /** What was seen to break in the last move. */
    Optional<String> violation() {
        return violation;
    }

    /** What a move leads to. */
    int[] after(final int[] state, final Kind kind, final int one, final int other) {
        violation = Optional.empty();
        final int[] next = state.clone();
        switch (kind) {
            case HEAR_STORE -> {
                final int heard = catalogue.first(next[layout.of(one, Layout.WATCH)]);
                next[layout.of(one, Layout.WATCH)] = catalogue.rest(next[layout.of(one, Layout.WATCH)]);
                happens(next, one, heard);
            }
            case HEAR_PEER -> {
                final Output.Letter letter =
                        catalogue.at(catalogue.first(next[layout.link(one, other)]), Output.Letter.class);
                next[layout.link(one, other)] = catalogue.rest(next[layout.link(one, other)]);
                happens(next, other, catalogue.of(new Input.Hear(
                        new ClusterEvent.Received(letter.from(), letter.view(), letter.message()))));
            }
            case WORK -> happens(next, one, work);
            case TELL -> tell(next, one);
            case PUT_ARRIVES -> {
                arrives(next, next[layout.of(one, Layout.PUT)]);
                next[layout.of(one, Layout.PUT)] = next[layout.of(one, Layout.WANTED)];
                next[layout.of(one, Layout.WANTED)] = 0;
            }
            case SWAP_ARRIVES -> {
                arrives(next, catalogue.first(next[layout.of(one, Layout.SWAPS)]));
                next[layout.of(one, Layout.SWAPS)] = catalogue.rest(next[layout.of(one, Layout.SWAPS)]);
            }
            case EXPIRE -> {
                next[layout.of(one, Layout.FLAGS)] &= ~Layout.LEASED;
                arrives(next, catalogue.of(new StoreModel.Expiry(idOf(one, livesOf(next, one)))));
            }
            case EXPIRE_OLD -> {
                final int life = next[layout.of(one, Layout.OLD_LEASE)] >> Layout.COUNT_SHIFT;
                next[layout.of(one, Layout.OLD_LEASE)] = 0;
                arrives(next, catalogue.of(new StoreModel.Expiry(idOf(one, life))));
            }
            case SYN, DATA -> packet(next, one, other, kind == Kind.SYN);
            case ACCEPT -> next[layout.flow(one)] = FlowState.opened(other);
            case TIME -> pass(next);
            case HURRY -> {
                next[layout.used(Budget.HURRIES)]++;
                pass(next);
            }
            default -> fault(next, kind, one);
        }
        check(next);
        return next;
    }

    private void fault(final int[] next, final Kind kind, final int director) {
        final int flags = layout.of(director, Layout.FLAGS);
        switch (kind) {
            case RESUME -> next[flags] &= ~Layout.PAUSED;
            case PAUSE -> {
                next[layout.used(Budget.PAUSES)]++;
                next[flags] |= Layout.PAUSED;
            }
            case CRASH -> {
                next[layout.used(Budget.CRASHES)]++;
                ends(next, director);
            }
            case LEAVE -> {
                next[layout.used(Budget.LEAVES)]++;
                next[flags] |= Layout.LEAVING;
                happens(next, director, leave);
            }
            case BOOT -> {
                next[layout.used(Budget.BOOTS)]++;
                boot(next, director);
            }
            default -> throw new IllegalStateException("what is " + kind + "?");
        }
    }

    private static MemberId idOf(final int director, final int life) {
        return new MemberId("d" + (director + 1), life);
    }

    private static int indexOf(final MemberId id) {
        return id.name().charAt(1) - '1';
    }

    private int livesOf(final int[] state, final int director) {
        return state[layout.of(director, Layout.FLAGS)] >> Layout.COUNT_SHIFT;
    }

    private void boot(final int[] next, final int director) {
        final int life = livesOf(next, director) + 1;
        if (flag(next, director, Layout.LEASED)) {
            next[layout.of(director, Layout.OLD_LEASE)] =
                    ((life - 1) << Layout.COUNT_SHIFT) | next[layout.of(director, Layout.LEASE_AGE)];
        }
        next[layout.of(director, Layout.FLAGS)] = (life << Layout.COUNT_SHIFT) | Layout.LEASED;
        next[layout.of(director, Layout.PUT)] = 0;
        next[layout.of(director, Layout.WANTED)] = 0;
        next[layout.of(director, Layout.SWAPS)] = Catalogue.EMPTY;
        next[layout.of(director, Layout.LEASE_AGE)] = 0;
        for (int other = 0; other < setup.directors(); other++) {
            next[layout.link(director, other)] = Catalogue.EMPTY;
            next[layout.link(other, director)] = Catalogue.EMPTY;
        }
        int told = 0;
        for (int other = 0; other < setup.directors(); other++) {
            told = Math.max(told, next[layout.of(other, Layout.WISHES)]);
        }
        next[layout.of(director, Layout.WISHES)] = told;
        final Lives.Next begun = lives.begin(idOf(director, life), setup.wishes().get(told));
        int watch = Catalogue.EMPTY;
        for (final int event : store.all(next[layout.store()])) {
            watch = catalogue.with(watch, event);
        }
        next[layout.of(director, Layout.WATCH)] = watch;
        next[layout.of(director, Layout.LIFE)] = begun.life();
        perform(next, director, begun.outputs());
    }

    /** Its process is no more: what it has sent may still arrive. */
    private void ends(final int[] next, final int director) {
        next[layout.of(director, Layout.LIFE)] = 0;
        next[layout.of(director, Layout.FLAGS)] &= ~Layout.PAUSED;
        next[layout.of(director, Layout.WATCH)] = Catalogue.EMPTY;
        next[layout.of(director, Layout.WANTED)] = 0;
        for (int other = 0; other < setup.directors(); other++) {
            next[layout.link(other, director)] = Catalogue.EMPTY;
        }
    }

    private void happens(final int[] next, final int director, final int input) {
        final int life = next[layout.of(director, Layout.LIFE)];
        if (life != 0) {
            final Lives.Next then = lives.on(life, input);
            next[layout.of(director, Layout.LIFE)] = then.life();
            perform(next, director, then.outputs());
        }
    }

    private void perform(final int[] next, final int director, final List<Output> outputs) {
        final Deque<Output.Grant> grants = new ArrayDeque<>();
        for (final Output output : outputs) {
            switch (output) {
                case Output.Letter letter -> {
                    final int to = indexOf(letter.to());
                    final int link = layout.link(director, to);
                    if (next[layout.of(to, Layout.LIFE)] != 0 && life(next, to).id().equals(letter.to())) {
                        next[link] = catalogue.with(next[link], catalogue.of(letter));
                    }
                }
                case Output.Put put -> put(next, director, put);
                case Output.Swap swap -> next[layout.of(director, Layout.SWAPS)] =
                        catalogue.with(next[layout.of(director, Layout.SWAPS)], catalogue.of(swap));
                case Output.Forget forget -> next[layout.link(director, indexOf(forget.peer()))] = Catalogue.EMPTY;
                case Output.Grant grant -> grants.add(grant);
                case Output.Stop stop -> stop(next, director, stop);
            }
        }
        grants.forEach(grant -> deliver(next, grant));
    }

    /** One thing at a time is on its way, and the newest after it; nothing is said twice. */
    private void put(final int[] next, final int director, final Output.Put put) {
        final int first = layout.of(director, Layout.PUT);
        final int wanted = layout.of(director, Layout.WANTED);
        final int number = catalogue.of(put);
        if (next[first] != 0) {
            next[wanted] = number == next[first] ? 0 : number;
        } else if (!new StoreModel.Said(put.by(), put.state()).equals(
                store.at(next[layout.store()]).states().get(put.by().name()))) {
            next[first] = number;
        }
    }

    private void stop(final int[] next, final int director, final Output.Stop stop) {
        if (flag(next, director, Layout.LEAVING)) {
            next[layout.of(director, Layout.LEASE_AGE)] = Setup.LEASE_STEPS;
        } else if (stop.forGood()) {
            violation = Optional.of("d" + (director + 1) + " stopped for good: " + stop.why());
        }
        ends(next, director);
    }

    private void deliver(final int[] next, final Output.Grant grant) {
        final int to = indexOf(grant.to());
        if (setup.pauses() > 0 && runs(next, to) && life(next, to).id().equals(grant.to())
                && life(next, to).peers().contains(grant.from())) {
            happens(next, to, catalogue.of(new Input.Grant(grant.from(), grant.view(), grant.asks(), grant.ageNs())));
        }
    }

    private void arrives(final int[] next, final int request) {
        final StoreModel.Outcome outcome = store.on(next[layout.store()], request);
        next[layout.store()] = outcome.contents();
        for (int i = 0; i < setup.directors(); i++) {
            if (next[layout.of(i, Layout.LIFE)] != 0) {
                for (final int event : outcome.events()) {
                    next[layout.of(i, Layout.WATCH)] = catalogue.with(next[layout.of(i, Layout.WATCH)], event);
                }
            }
        }
    }

    private void tell(final int[] next, final int director) {
        final int wishes = ++next[layout.of(director, Layout.WISHES)];
        final Setup.Wishes told = setup.wishes().get(wishes);
        for (int flow = 0; flow < setup.flows(); flow++) {
            final int now = next[layout.flow(flow)];
            if (FlowState.isOpen(now)) {
                final OptionalInt server = digitOf(next, FlowState.server(now));
                if (told.dead().contains(server.orElse(0))
                        && (told.dying() || isDeadForAll(next, server.orElse(0)))) {
                    next[layout.flow(flow)] = FlowState.GONE;
                }
            }
        }
        happens(next, director, catalogue.of(new Input.Hear(new ClusterEvent.Wished(told.wish()))));
    }

    private boolean isDeadForAll(final int[] state, final int server) {
        for (int i = 0; i < setup.directors(); i++) {
            if (!setup.wishes().get(state[layout.of(i, Layout.WISHES)]).dead().contains(server)) {
                return false;
            }
        }
        return true;
    }

    /** The last digit of the address of a server of this number. */
    private OptionalInt digitOf(final int[] state, final int number) {
        return store.at(state[layout.store()]).record().map(ClusterRecord::registry)
                .filter(registry -> number < registry.servers().size())
                .map(registry -> registry.servers().get(number).address())
                .map(address -> OptionalInt.of(address.charAt(address.length() - 1) - '0'))
                .orElse(OptionalInt.empty());
    }

    private boolean answers(final int[] state, final int number) {
        final int digit = digitOf(state, number).orElse(0);
        for (int i = 0; i < setup.directors(); i++) {
            final Setup.Wishes told = setup.wishes().get(state[layout.of(i, Layout.WISHES)]);
            if (told.dying() && told.dead().contains(digit)) {
                return false;
            }
        }
        return true;
    }

    private void packet(final int[] next, final int director, final int flow, final boolean begins) {
        final Lives.Life by = life(next, director);
        final int server = begins ? by.begins()[flow] : by.opens()[flow];
        if (server >= 0) {
            if (!begins) {
                next[layout.flow(flow)] = FlowState.renewed(next[layout.flow(flow)]);
            } else if (answers(next, server)) {
                next[layout.flow(flow)] = FlowState.withSyn(next[layout.flow(flow)], server);
            }
            happens(next, director, catalogue.of(new Input.Packet(flow, begins)));
        }
    }

    private void pass(final int[] next) {
        for (int i = 0; i < setup.directors(); i++) {
            final boolean runs = runs(next, i);
            final boolean leased = flag(next, i, Layout.LEASED);
            final int age = layout.of(i, Layout.LEASE_AGE);
            next[age] = runs || !leased ? 0 : Math.min(Setup.LEASE_STEPS, next[age] + 1);
            if (next[layout.of(i, Layout.OLD_LEASE)] != 0 && oldAge(next, i) < Setup.LEASE_STEPS) {
                next[layout.of(i, Layout.OLD_LEASE)]++;
            }
        }
        for (int i = 0; i < setup.directors(); i++) {
            final boolean runs = runs(next, i);
            final boolean leased = flag(next, i, Layout.LEASED);
            happens(next, i, catalogue.of(new Input.Time(runs, leased)));
            if (runs && !leased) {
                happens(next, i, leaseEnded);
            }
        }
        for (int flow = 0; flow < setup.flows() && setup.ages(); flow++) {
            next[layout.flow(flow)] = FlowState.older(next[layout.flow(flow)]);
        }
    }

    private void check(final int[] state) {
        for (int flow = 0; flow < setup.flows(); flow++) {
            final int now = state[layout.flow(flow)];
            for (int i = 0; i < setup.directors() && FlowState.isOpen(now); i++) {
                if (state[layout.of(i, Layout.LIFE)] != 0 && life(state, i).valid()) {
                    final int server = life(state, i).opens()[flow];
                    if (server >= 0 && server != FlowState.server(now)) {
                        violation = Optional.of("d" + (i + 1) + " would send a packet of flow " + (flow + 1)
                                + " to server " + server + " instead of " + FlowState.server(now));
                    }
                }
            }
        }
    }
}
