package dev.directrix.bgp.exabgp.api;

import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.exabgp.text.ConfiguredRoute;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteChange;
import dev.directrix.bgp.wire.Family;
import java.util.List;
import java.util.Map;

/** What commands act on: the neighbours and their sessions. Neighbours are named by their ids. */
public interface Sessions {

    /** Every neighbour, in the order of the configuration. Cheap: asked for each command. */
    List<ApiNeighbor> neighbors();

    /** How the neighbours stand now, by id. */
    Map<String, NeighborStatus> statuses();

    /** Changes routes, in this order. */
    void change(String id, List<RouteChange> changes);

    /** Sends everything again. */
    void resend(String id);

    /** Withdraws everything. */
    void clear(String id);

    /** The routes that the neighbour shall know. */
    List<Route> routes(String id);

    /** The routes of the configuration that a watchdog looks after. */
    List<ConfiguredRoute> watched(String id, String watchdog);

    /** Remembers, over reloads, whether the routes of a watchdog are announced. */
    void watchdog(String name, boolean announced);

    /** Sends an End-of-RIB. */
    void endOfRib(String id, Family family);

    /** Sends a ROUTE-REFRESH. */
    void requestRefresh(String id, Family family);

    /** Ends the session with Cease. */
    void teardown(String id, int subcode);

    /**
     * Adds a neighbour until the next reload.
     *
     * @throws ApiException if the settings are wrong, or it is there already
     */
    void create(ApiCommand.CreateNeighbor command);

    /** Removes a neighbour until the next reload. */
    void delete(String id);
}
