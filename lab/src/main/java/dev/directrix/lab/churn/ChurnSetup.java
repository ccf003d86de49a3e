package dev.directrix.lab.churn;

import java.time.Duration;

/**
 * How the directors of the churn lab are configured. Immutable.
 *
 * @param clustered whether they are one cluster; otherwise each stands alone
 * @param idle      that they promise to silent flows, whole seconds
 * @param onChange  whether they note flows only while a change of servers is prepared; only in a cluster
 */
public record ChurnSetup(boolean clustered, Duration idle, boolean onChange) {
    /** A cluster that notes every flow. */
    public static ChurnSetup cluster(Duration idle) {
        return new ChurnSetup(true, idle, false);
    }
}
