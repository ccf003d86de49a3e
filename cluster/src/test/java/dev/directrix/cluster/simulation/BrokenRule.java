package dev.directrix.cluster.simulation;

import dev.directrix.cluster.member.Agreement;
import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.Member;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.member.Phase;
import dev.directrix.cluster.member.Settle;
import dev.directrix.cluster.message.Flows;
import dev.directrix.cluster.message.Message;
import dev.directrix.cluster.protocol.ClusterAction;
import dev.directrix.cluster.protocol.ClusterEvent;
import dev.directrix.cluster.protocol.ClusterSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Rules of the protocol, each of which flows need: a world in which one of them is broken shows it. */
public enum BrokenRule {
    /** No flow becomes an exception (S3). */
    NO_EXCEPTIONS {
        @Override
        Sabotage sabotage() {
            return new Sabotage() {
                @Override
                void hear(final Director director, final ClusterEvent event, final Consumer<ClusterEvent> member) {
                    member.accept(event instanceof ClusterEvent.Collected collected
                            ? new ClusterEvent.Collected(collected.number(), Flows.NONE, collected.last()) : event);
                }
            };
        }
    },
    /** Pins are told, and nobody waits until they have arrived (S5). */
    UNACKNOWLEDGED_PINS {
        @Override
        Sabotage sabotage() {
            return new UnacknowledgedPins();
        }
    },
    /** What began while the collection ran is not pinned once the slots are frozen (S5). */
    NO_LAST_PASS {
        @Override
        Sabotage sabotage() {
            return new Sabotage() {
                @Override
                void hear(final Director director, final ClusterEvent event, final Consumer<ClusterEvent> member) {
                    final boolean frozen = director.datapath().tables().map(tables -> tables.pools().stream()
                            .anyMatch(Datapath::isFrozen)).orElse(false);
                    member.accept(frozen && event instanceof ClusterEvent.Collected collected
                            ? new ClusterEvent.Collected(collected.number(), Flows.NONE, collected.last()) : event);
                }
            };
        }
    },
    /** Half-open flows are not remembered (S3). */
    FORGOTTEN_SYNS {
        @Override
        Sabotage sabotage() {
            return new Sabotage() {
                @Override
                WorldSettings in(final WorldSettings usual) {
                    return usual.with(Weather.ROUGH);
                }

                @Override
                boolean remembersSyns() {
                    return false;
                }
            };
        }
    },
    /** The track is looked at before the half-open flows, which may go over to it meanwhile (S3). */
    TRACK_FIRST {
        @Override
        Sabotage sabotage() {
            return new Sabotage() {
                @Override
                WorldSettings in(final WorldSettings usual) {
                    return usual.with(Weather.ROUGH);
                }

                @Override
                boolean looksAtSynsFirst() {
                    return false;
                }
            };
        }
    },
    /** Flows begin by the table although their slots are frozen or switched (P3). */
    BEGINS_WHILE_FROZEN {
        @Override
        Sabotage sabotage() {
            return new Sabotage() {
                @Override
                boolean holdsPackets() {
                    return false;
                }
            };
        }
    },
    /** Flows begin by exceptions that will be dropped (P2). */
    MARKS_IGNORED {
        @Override
        Sabotage sabotage() {
            return new Sabotage() {
                @Override
                WorldSettings in(final WorldSettings usual) {
                    return usual.with(Weather.ROUGH);
                }

                @Override
                boolean heedsMarks() {
                    return false;
                }
            };
        }
    },
    /** The datapath forwards past its deadline (F3). */
    NO_DEADLINE {
        @Override
        Sabotage sabotage() {
            return new Sabotage() {
                @Override
                boolean keepsDeadline() {
                    return false;
                }
            };
        }
    },
    /** Idle times do not pass before a change, although flows are noted only since it began (S5). */
    NO_IDLE_WAIT {
        @Override
        Sabotage sabotage() {
            return new Sabotage() {
                @Override
                WorldSettings in(final WorldSettings usual) {
                    return usual.onChange();
                }

                @Override
                ClusterSettings of(final ClusterSettings usual) {
                    return SwapSabotage.withoutIdle(usual);
                }
            };
        }
    },
    /** Flows that only a dead member knew are not waited for (S5). */
    NO_WAIT_AFTER_CRASH {
        @Override
        Sabotage sabotage() {
            return new SwapSabotage() {
                @Override
                ClusterRecord next(final ClusterRecord now, final ClusterRecord next) {
                    return with(next, next.settle(), next.stopped(), now.crash());
                }
            };
        }
    },
    /** A collection goes on without a member that is removed, and without what only that one knew (S7). */
    NO_RESTART {
        @Override
        Sabotage sabotage() {
            return new SwapSabotage() {
                @Override
                ClusterRecord next(final ClusterRecord now, final ClusterRecord next) {
                    final boolean sameChange = now.phase() == Phase.COLLECT && next.phase() == Phase.COLLECT
                            && !now.ids().equals(next.ids());
                    return with(next, sameChange ? now.settle() : next.settle(), next.stopped(), now.crash());
                }
            };
        }
    },
    /** Who is removed is taken for stopped, and gets grants as before (V1, F2). */
    NO_FENCE {
        @Override
        Sabotage sabotage() {
            return new GrantsToAll();
        }
    },
    /** A member takes itself for valid without a majority (F1). */
    NO_MAJORITY {
        @Override
        Sabotage sabotage() {
            return new Sabotage() {
                @Override
                List<ClusterAction> does(final Director director, final List<ClusterAction> actions) {
                    for (final ClusterAction action : actions) {
                        if (action instanceof ClusterAction.Broadcast told
                                && told.message() instanceof Message.GrantRequest request) {
                            director.peers().forEach(peer -> director.later(new ClusterEvent.Received(
                                    peer, told.view(), new Message.Grant(request.sentAtNs()))));
                        }
                    }
                    return actions;
                }
            };
        }
    },
    /** A change is over before all have changed over (S9). */
    ENDS_EARLY {
        @Override
        Sabotage sabotage() {
            return new EndsEarly();
        }
    },
    /** A member that joins does not wait for the exceptions (J2). */
    NO_SNAPSHOT {
        @Override
        Sabotage sabotage() {
            return new NoSnapshot();
        }
    },
    /** Nobody remembers that the track was full (S5). */
    GAPS_FORGOTTEN {
        @Override
        Sabotage sabotage() {
            return new Sabotage() {
                @Override
                WorldSettings in(final WorldSettings usual) {
                    return usual.withPlaces(6, 8);
                }

                @Override
                void hear(final Director director, final ClusterEvent event, final Consumer<ClusterEvent> member) {
                    if (!(event instanceof ClusterEvent.TrackGap)) {
                        member.accept(event);
                    }
                }
            };
        }
    };

    /** What breaks it. */
    abstract Sabotage sabotage();

    /** Changes what members make of the record. */
    private abstract static class SwapSabotage extends Sabotage {
        abstract ClusterRecord next(ClusterRecord now, ClusterRecord next);

        @Override
        List<ClusterAction> does(final Director director, final List<ClusterAction> actions) {
            return actions.stream().map(action -> action instanceof ClusterAction.Swap swap
                    && director.world().store().record().isPresent() ? new ClusterAction.Swap(swap.expected(),
                    next(director.world().store().record().get(), swap.next()), swap.absent(), swap.createState(),
                    swap.state()) : action).toList();
        }

        static ClusterRecord with(
                final ClusterRecord of, final Optional<Settle> settle, final Set<MemberId> stopped, final long crash) {
            return new ClusterRecord(of.version(), of.epoch(), of.agreement(), of.members(), of.views(), stopped, crash,
                    of.registry(), of.tables(), of.phase(), settle, of.overrides());
        }

        static ClusterSettings withoutIdle(final ClusterSettings usual) {
            final Agreement agreement = usual.agreement();
            return new ClusterSettings(new Agreement(agreement.seed(), agreement.key(),
                    agreement.tableSize(), agreement.validityMs(), 1, agreement.synAckMs()), usual.seed(),
                    usual.tracksAlways(), usual.mostExceptions(), usual.tickNs(), usual.grantNs(),
                    usual.partlyDeadNs(), usual.frozenNs(), usual.endpoint());
        }
    }

    /** Pins arrive late, and seem to be acknowledged at once. */
    private static final class UnacknowledgedPins extends Sabotage {
        private static final long LATE_NS = 400 * WorldSettings.MS;

        @Override
        List<ClusterAction> does(final Director director, final List<ClusterAction> actions) {
            final List<ClusterAction> rest = new ArrayList<>();
            for (final ClusterAction action : actions) {
                if (action instanceof ClusterAction.Broadcast told && told.message() instanceof Message.Pin pin) {
                    director.peers().forEach(peer -> director.later(new ClusterEvent.Received(peer, told.view(),
                            new Message.PinAck(pin.settle(), pin.first() + pin.flows().count()))));
                    director.later(LATE_NS, () -> director.perform(told));
                } else {
                    rest.add(action);
                }
            }
            return rest;
        }
    }

    /** Grants are given to everybody, and nobody notes them. */
    private static final class GrantsToAll extends SwapSabotage {
        @Override
        WorldSettings in(final WorldSettings usual) {
            return usual.with(Weather.ROUGH);
        }

        /** Links with those that were removed are kept too. */
        @Override
        List<ClusterAction> does(final Director director, final List<ClusterAction> actions) {
            return super.does(director, actions).stream().map(action -> {
                if (action instanceof ClusterAction.Peers links) {
                    final Map<MemberId, String> all = new HashMap<>(links.endpoints());
                    director.peers().forEach(peer -> all.putIfAbsent(peer, peer.name()));
                    return new ClusterAction.Peers(all);
                }
                return action;
            }).toList();
        }

        @Override
        ClusterRecord next(final ClusterRecord now, final ClusterRecord next) {
            final Set<MemberId> stopped = new HashSet<>(next.stopped());
            now.ids().stream().filter(id -> !next.has(id)).forEach(stopped::add);
            return with(next, next.settle(), stopped, next.crash());
        }

        @Override
        void hear(final Director director, final ClusterEvent event, final Consumer<ClusterEvent> member) {
            if (event instanceof ClusterEvent.Received received
                    && received.message() instanceof Message.GrantRequest request) {
                director.world().wires().send(director, received.from(), received.view(),
                        new Message.Grant(request.sentAtNs()));
            } else {
                member.accept(event);
            }
        }
    }

    /** All seem to have changed over as soon as the new tables hold. */
    private static final class EndsEarly extends Sabotage {
        private static final long LATE_NS = 300 * WorldSettings.MS;

        /** One hears of changes later than others. */
        @Override
        long lateNs(final String channel) {
            return "store>d2".equals(channel) ? LATE_NS : 0;
        }

        @Override
        void hear(final Director director, final ClusterEvent event, final Consumer<ClusterEvent> member) {
            member.accept(event);
            if (event instanceof ClusterEvent.RecordSeen seen && seen.record().phase() == Phase.COMMITTED) {
                for (final Member each : seen.record().members()) {
                    director.world().store().stateOf(each.name()).ifPresent(state -> member.accept(
                            new ClusterEvent.StateSeen(each.name(), new MemberState(state.incarnation(),
                                    state.entered(), 0, 0, 0, seen.record().epoch(), state.serving(), state.wish(),
                                    state.digests(), ""))));
                }
            }
        }
    }

    /** Everybody seems to have no exceptions. */
    private static final class NoSnapshot extends Sabotage {
        @Override
        List<ClusterAction> does(final Director director, final List<ClusterAction> actions) {
            final List<ClusterAction> rest = new ArrayList<>();
            for (final ClusterAction action : actions) {
                if (action instanceof ClusterAction.Send told
                        && told.message() instanceof Message.SnapshotRequest) {
                    director.later(new ClusterEvent.Received(told.to(), told.view(),
                            new Message.Snapshot(0, Flows.NONE, true)));
                } else {
                    rest.add(action);
                }
            }
            return rest;
        }
    }
}
