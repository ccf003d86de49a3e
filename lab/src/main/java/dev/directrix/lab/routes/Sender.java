package dev.directrix.lab.routes;

/** A BGP speaker that announces routes to FRR. */
interface Sender {

    /** Its name in the table. */
    String label();

    /** Writes its configuration; not part of what is measured. */
    void prepare(RouteRig rig, RouteSet routes);

    /** Starts it and returns when it has all the routes and only waits for the session. */
    Process load(RouteRig rig, RouteSet routes);
}
