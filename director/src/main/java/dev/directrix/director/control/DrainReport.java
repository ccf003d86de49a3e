package dev.directrix.director.control;

import java.util.List;
import java.util.Optional;

/**
 * What is drained at a director, and how far that is.
 *
 * @param director its name
 * @param vips     the VIPs that were asked for, in the order of the file
 * @param drains   of these, the ones that are drained or on their way
 * @param sessions what becomes of the sessions to the routers
 * @param unkept   why what was commanded will not survive a restart; empty: it will
 */
public record DrainReport(
    String director, List<VipReport> vips, List<VipDrain> drains, SessionsAfterDrain sessions,
    Optional<String> unkept) {

    /** Freezes the lists. */
    public DrainReport {
        vips = List.copyOf(vips);
        drains = List.copyOf(drains);
    }

    /** Whether nothing more happens by itself: every drain is over, and the sessions have ended if they shall. */
    public boolean complete() {
        return over() && sessions != SessionsAfterDrain.TO_END;
    }

    /** Whether every drain has come to its end. */
    public boolean over() {
        return drains.stream().allMatch(drain -> drain.stage().over());
    }

    /** Whether no drain goes on by itself, and one or more wait for a decision. */
    public boolean held() {
        return !over() && drains.stream().noneMatch(drain -> drain.stage() == DrainStage.DRAINING);
    }
}
