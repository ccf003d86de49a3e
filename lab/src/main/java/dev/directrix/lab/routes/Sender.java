package dev.directrix.lab.routes;

/** A BGP speaker that announces routes to FRR. */
interface Sender {

    /** Its name in the table. */
    String label();

    /** Writes its configuration; not part of what is measured. */
    void prepare(RouteRig rig, RouteSet routes, Way way);

    /** Starts it and returns when it only waits for the session; with {@link Way#CONFIGURED} it has all the routes. */
    Process load(RouteRig rig, RouteSet routes, Way way);

    /** With {@link Way#API}: has the routes announced from now on, without waiting for the end. */
    void announce(RouteRig rig);
}
