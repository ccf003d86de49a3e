package dev.directrix.director.health;

import java.util.Map;

/** Running health checks. Belongs to one thread, the control thread. */
public interface Checks extends AutoCloseable {

    /**
     * Makes these the targets. A target whose plan is the same goes on undisturbed; a new one is checked at once.
     */
    void configure(Map<CheckTarget, CheckPlan> plans);

    /** Stops every check; results may still come from those under way. */
    @Override
    void close();

    /** Takes results, on the thread of the check: hand them over, do not work here. */
    @FunctionalInterface
    interface ResultListener {

        /** One check of the target ended. */
        void onResult(CheckTarget target, CheckResult result);
    }
}
