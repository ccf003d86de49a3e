package dev.directrix.lab.churn;

import java.time.Duration;

/**
 * What one round does.
 *
 * @param number  from 1 on
 * @param kind    what happens to the director
 * @param victim  the director
 * @param add     whether the server is added; otherwise it is drained
 * @param server  the server that comes or goes
 * @param by      the director that is told so
 * @param lead    how long after the blow the command is sent; negative: before it
 * @param absence how long after the routers have left it the director comes back
 */
public record Round(
    int number, BlowKind kind, String victim, boolean add, String server, String by, Duration lead, Duration absence) {

    @Override
    public String toString() {
        return kind + " " + victim + ", " + (add ? "add " : "drain ") + server + " by " + by;
    }
}
