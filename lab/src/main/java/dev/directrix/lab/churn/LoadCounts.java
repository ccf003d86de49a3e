package dev.directrix.lab.churn;

import java.time.Duration;
import java.util.List;

/**
 * What clients saw in some time.
 *
 * @param answers        that established connections got
 * @param broken         established connections that ended
 * @param opened         new connections that had their answer
 * @param slow           those of them that took longer than {@link LoadPlan#SLOW}
 * @param synsRepeated   SYNs that the clients' kernel sent again
 * @param failed         new connections without an answer
 * @param longestSilence of an established connection that then had its answer
 */
record LoadCounts(
    long answers, List<Loss> broken, long opened, long slow, long synsRepeated, List<Loss> failed,
    Duration longestSilence) {

    LoadCounts {
        broken = List.copyOf(broken);
        failed = List.copyOf(failed);
    }

    /**
     * A connection that broke or failed.
     *
     * @param fromNs when its last question, or its SYN, was sent
     * @param atNs   when it ended
     * @param server that it was established with; 0: none yet
     * @param cause  in words
     */
    record Loss(long fromNs, long atNs, int server, String cause) {
    }
}
