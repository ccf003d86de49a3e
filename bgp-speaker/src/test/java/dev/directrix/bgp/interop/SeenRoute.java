package dev.directrix.bgp.interop;

import java.util.OptionalLong;
import java.util.Set;

/**
 * A route as a router shows it.
 *
 * @param prefix      with its length
 * @param nextHop     the global one
 * @param pathId      path identifier, where the router shows it
 * @param communities plain ({@code 65000:100}) and large ({@code 65101:1:100}) ones
 */
record SeenRoute(String prefix, String nextHop, OptionalLong pathId, Set<String> communities) {

    boolean is(final String wantedPrefix, final String wantedNextHop) {
        return prefix.equals(wantedPrefix) && nextHop.equals(wantedNextHop);
    }
}
