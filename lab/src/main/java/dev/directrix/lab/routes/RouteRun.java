package dev.directrix.lab.routes;

/**
 * One run of one sender.
 *
 * @param loadSeconds     from the start of its process until it had all the routes and waited for the session
 * @param announceSeconds from the session's being up at FRR until FRR had all the routes
 * @param sender          what the sender used, start included
 * @param routerCpu       CPU seconds of FRR's bgpd
 */
record RouteRun(double loadSeconds, double announceSeconds, ProcessUse sender, double routerCpu) {

    /** From the start of the process on, without the wait for the session. */
    double totalSeconds() {
        return loadSeconds + announceSeconds;
    }
}
