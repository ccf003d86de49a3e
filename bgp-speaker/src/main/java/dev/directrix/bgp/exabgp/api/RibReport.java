package dev.directrix.bgp.exabgp.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.directrix.bgp.exabgp.text.AddressText;
import dev.directrix.bgp.exabgp.text.FamilyText;
import dev.directrix.bgp.exabgp.text.RouteText;
import dev.directrix.bgp.rib.Route;
import java.util.ArrayList;
import java.util.List;

/** Answers to {@code show adj-rib}. */
final class RibReport {

    private RibReport() {
    }

    /** A line a route, or with JSON one line for the neighbour; none without routes. */
    static List<String> of(
        final ApiNeighbor neighbor, final List<Route> routes, final boolean extensive, final boolean json) {
        if (routes.isEmpty()) {
            return List.of();
        }
        final String address = AddressText.of(neighbor.config().peerAddress());
        if (json) {
            return List.of(json(neighbor, address, routes, extensive));
        }
        final List<String> lines = new ArrayList<>();
        for (final Route route : routes) {
            lines.add((extensive ? neighbor.config().name() : address)
                + " " + FamilyText.of(route.nlri().family())
                + " " + (extensive ? RouteText.of(route) : RouteText.of(route.nlri()) + nextHop(route)));
        }
        return lines;
    }

    private static String json(
        final ApiNeighbor neighbor, final String address, final List<Route> routes, final boolean extensive) {
        final JsonArray array = new JsonArray();
        for (final Route route : routes) {
            final JsonObject entry = new JsonObject();
            entry.addProperty("family", FamilyText.of(route.nlri().family()));
            entry.addProperty("prefix", route.nlri().prefix().toString());
            if (extensive) {
                entry.addProperty("route", RouteText.of(route));
            }
            array.add(entry);
        }
        final JsonObject about = new JsonObject();
        about.add("routes", array);
        if (extensive) {
            about.addProperty("neighbor", neighbor.config().name());
        }
        final JsonObject whole = new JsonObject();
        whole.add(address, about);
        return whole.toString();
    }

    private static String nextHop(final Route route) {
        return " next-hop " + route.attributes().nextHops().stream().findFirst().map(AddressText::of).orElse("self");
    }
}
