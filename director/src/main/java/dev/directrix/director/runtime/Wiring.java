package dev.directrix.director.runtime;

import dev.directrix.director.health.Checks;
import dev.directrix.director.membership.Membership;
import dev.directrix.director.reconcile.CpuTimes;
import dev.directrix.director.reconcile.TableFactory;
import dev.directrix.forwarder.datapath.Datapath;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the reconciler acts on.
 *
 * @param datapath   forwards
 * @param routing    announces
 * @param membership what the cluster says, if there is one
 * @param checks     find out the servers' health
 * @param factory    makes tables
 * @param builds     where tables are made and applied: one task at a time, off the control thread
 * @param asking     where other directors are asked: tasks that may wait, none for another
 * @param events     brings an event to the control thread
 * @param status     hears the state in one line when it changes
 * @param cpu        what the CPUs of the machine have done
 * @param clock      milliseconds since the epoch, never going back
 */
record Wiring(
    Datapath datapath, Routing routing, Membership membership, Checks checks, TableFactory factory,
    Executor builds, Executor asking, Executor events, Consumer<String> status, Supplier<CpuTimes> cpu,
    LongSupplier clock) {

    long nowMs() {
        return clock.getAsLong();
    }
}
