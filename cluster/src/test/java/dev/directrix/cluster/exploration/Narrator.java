package dev.directrix.cluster.exploration;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.message.Message;
import dev.directrix.cluster.protocol.ClusterEvent;

/** Says in words what happens in a move. */
final class Narrator {
    private final Catalogue catalogue;
    private final Lives lives;
    private final Layout layout;

    /** For the values of an exploration. */
    Narrator(final Catalogue catalogue, final Lives lives, final Layout layout) {
        this.catalogue = catalogue;
        this.lives = lives;
        this.layout = layout;
    }

    /** What happens. */
    String tell(final int[] state, final Moves.Move move) {
        final String one = "d" + (move.one() + 1);
        final String other = "d" + (move.other() + 1);
        return switch (move.kind()) {
            case HEAR_STORE -> one + " hears " + event(catalogue.at(
                    catalogue.first(state[layout.of(move.one(), Layout.WATCH)]), Input.Hear.class).event());
            case HEAR_PEER -> other + " gets from " + one + ": " + message(catalogue.at(catalogue.first(
                    state[layout.link(move.one(), move.other())]), Output.Letter.class));
            case WORK -> one + ": " + lives.nextTask(state[layout.of(move.one(), Layout.LIFE)]);
            case TELL -> one + " is told other wishes";
            case PUT_ARRIVES -> "the store takes what " + one + " says: " + said(catalogue.at(
                    state[layout.of(move.one(), Layout.PUT)], Output.Put.class).state());
            case SWAP_ARRIVES -> "the store takes or refuses of " + one + " " + record(catalogue.at(catalogue.first(
                    state[layout.of(move.one(), Layout.SWAPS)]), Output.Swap.class).swap().next());
            case EXPIRE -> "the lease of " + one + " ends";
            case EXPIRE_OLD -> "the lease of the former life of " + one + " ends";
            case SYN -> "a SYN of flow " + (move.other() + 1) + " at " + one + " goes to "
                    + lives.at(state[layout.of(move.one(), Layout.LIFE)]).begins()[move.other()];
            case DATA -> "a packet of flow " + (move.other() + 1) + " at " + one + " goes to "
                    + lives.at(state[layout.of(move.one(), Layout.LIFE)]).opens()[move.other()];
            case ACCEPT -> "the client of flow " + (move.one() + 1) + " accepts the answer of server " + move.other();
            case TIME -> "time passes";
            case HURRY -> "time passes although something is on its way";
            case RESUME -> one + " goes on";
            case PAUSE -> one + " stands still but for its datapath";
            case BOOT -> one + " begins a life";
            case CRASH -> one + " dies";
            case LEAVE -> one + " leaves";
        };
    }

    private static String event(final ClusterEvent event) {
        return switch (event) {
            case ClusterEvent.RecordSeen seen -> record(seen.record());
            case ClusterEvent.StateSeen seen -> "of " + seen.name() + ": " + said(seen.state());
            case ClusterEvent.StateGone gone -> "that the lease of " + gone.name() + " has ended";
            default -> event.toString();
        };
    }

    private static String record(final ClusterRecord record) {
        return "version " + record.version() + ": " + record.phase() + record.settle()
                .map(settle -> " (" + settle.kind() + " " + settle.number() + ")").orElse("") + ", epoch "
                + record.epoch() + ", members " + record.members().stream().map(each -> each.id().toString()).toList();
    }

    private static String said(final MemberState state) {
        return "entered " + state.entered() + ", prepared " + state.prepared() + ", collected " + state.collected()
                + ", ready " + state.ready() + ", switched " + state.switched() + (state.serving() ? ", serving" : "");
    }

    private static String message(final Output.Letter letter) {
        final String what = switch (letter.message()) {
            case Message.Pin pin -> pin.flows().count() + " pins";
            case Message.Snapshot snapshot -> snapshot.flows().count() + " exceptions";
            default -> letter.message().toString();
        };
        return what + " (view " + letter.view() + ")";
    }
}
