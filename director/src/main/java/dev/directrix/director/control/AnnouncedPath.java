package dev.directrix.director.control;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a director says of a VIP to one router, as far as it decides about shares.
 *
 * @param router        BGP identifier of the router, by which directors know that it is the same one
 * @param asn           first AS number of the path; of a path inside the router's AS that one
 * @param origin        {@code igp}, {@code egp} or {@code incomplete}
 * @param asPathLength  AS numbers in the path; 0 inside the router's AS
 * @param med           MULTI_EXIT_DISC, if sent
 * @param localPref     LOCAL_PREF, if sent
 * @param transitive    link bandwidth in its transitive form, bytes per second, if sent
 * @param nonTransitive the same in its non-transitive form, if sent
 * @param community     weight in the large community, if sent
 * @param copies        paths with a next hop of their own
 * @param draining      whether it carries GRACEFUL_SHUTDOWN
 */
public record AnnouncedPath(
    String router, long asn, String origin, int asPathLength, OptionalLong med, OptionalLong localPref,
    OptionalLong transitive, OptionalLong nonTransitive, OptionalInt community, int copies, boolean draining) {
}
