package dev.directrix.cluster.simulation;

import dev.directrix.cluster.member.Agreement;
import dev.directrix.cluster.protocol.ClusterSettings;
import dev.directrix.maglev.Seed;

/**
 * What a world consists of. Immutable; times in nanoseconds, shorter than in life so that much happens.
 *
 * @param directors      how many
 * @param servers        in each pool at the beginning
 * @param clients        connections at a time
 * @param tracksAlways   whether directors always note their flows
 * @param resilient      whether routers keep flows where they are if they can
 * @param trackPlaces    flows that a director can note
 * @param halfOpenPlaces half-open flows that a director can note
 * @param weather        what the network is like
 */
record WorldSettings(
        int directors,
        int servers,
        int clients,
        boolean tracksAlways,
        boolean resilient,
        int trackPlaces,
        int halfOpenPlaces,
        Weather weather) {
    /** A millisecond. */
    static final long MS = 1_000_000;
    /** A second. */
    static final long SECOND = 1_000 * MS;
    /** Slots of the tables. */
    static final int TABLE_SIZE = 131;
    /** The pool that is reached by TCP. */
    static final String TCP = "web";
    /** The pool that is reached by UDP. */
    static final String UDP = "dns";

    private static final int ROOMY = 4096;
    private static final Seed SEED = Seed.ofHex("000102030405060708090a0b0c0d0e0f");
    private static final String SEED_ID = SEED.id();

    /** Three directors and three servers in fair weather. */
    static WorldSettings plain() {
        return new WorldSettings(3, 3, 0, true, false, ROOMY, 1024, Weather.FAIR);
    }

    /** Some world of a seed. */
    static WorldSettings of(final Chance chance) {
        final boolean small = chance.happens(0.1);
        return new WorldSettings((int) chance.between(2, 5), (int) chance.between(3, 6), (int) chance.between(20, 60),
                chance.happens(0.7), chance.happens(0.3), small ? (int) chance.between(4, 40) : ROOMY,
                small ? 64 : 1024, Weather.of(chance));
    }

    /** With another number of directors. */
    WorldSettings withDirectors(final int count) {
        return new WorldSettings(count, servers, clients, tracksAlways, resilient, trackPlaces, halfOpenPlaces,
                weather);
    }

    /** With flows noted only while a change is collected. */
    WorldSettings onChange() {
        return new WorldSettings(directors, servers, clients, false, resilient, trackPlaces, halfOpenPlaces, weather);
    }

    /** With so many clients. */
    WorldSettings withClients(final int count) {
        return new WorldSettings(directors, servers, count, tracksAlways, resilient, trackPlaces, halfOpenPlaces,
                weather);
    }

    /** With less memory. */
    WorldSettings withPlaces(final int track, final int halfOpen) {
        return new WorldSettings(directors, servers, clients, tracksAlways, resilient, track, halfOpen, weather);
    }

    /** With other weather. */
    WorldSettings with(final Weather other) {
        return new WorldSettings(directors, servers, clients, tracksAlways, resilient, trackPlaces, halfOpenPlaces,
                other);
    }

    /** Whether directors can note all flows: if not, changes may wait for ever (rule S5). */
    boolean isRoomy() {
        return trackPlaces >= ROOMY;
    }

    /** How long a director may forward after it was last confirmed. */
    long validityNs() {
        return 800 * MS;
    }

    /** How long the store keeps what a member says of itself, without hearing from it. */
    long leaseNs() {
        return validityNs() * 3 / 2;
    }

    /** How long a silent flow is promised to keep its server. */
    long idleNs() {
        return 1_600 * MS;
    }

    /** How long a server repeats its SYN-ACK. */
    long synAckNs() {
        return 2 * SECOND;
    }

    /** How long a client or a server first waits before it sends again. */
    long synRetryNs() {
        return 300 * MS;
    }

    /** What a director is told at its start. */
    ClusterSettings forNode(final String endpoint) {
        final Agreement agreement = new Agreement(
                SEED_ID, "key", TABLE_SIZE, validityNs() / MS, idleNs() / MS, synAckNs() / MS);
        return new ClusterSettings(agreement, SEED, tracksAlways, 1 << 12, 40 * MS, validityNs() / 5,
                1_200 * MS, SECOND, endpoint);
    }
}
