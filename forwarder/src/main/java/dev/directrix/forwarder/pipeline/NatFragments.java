package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.flow.NatFlow;

/**
 * How the fragments are translated of which the first came lately: 1,024 packets, for 30 seconds each. For one thread.
 */
final class NatFragments {
    static final int ABSENT = -1;
    private static final int PLACES = 1024;
    private static final long LIFE_NS = 30_000_000_000L;
    private static final int WORDS = 4;

    private final long[] keys = new long[PLACES];
    private final long[] times = new long[PLACES];
    private final long[] addresses = new long[WORDS * PLACES];
    private final long[] hops = new long[PLACES];
    private final int[] services = new int[PLACES];
    private final int[] servers = new int[PLACES];
    private final boolean[] answers = new boolean[PLACES];
    private final boolean[] used = new boolean[PLACES];

    int find(final long key, final long nowNs) {
        final int place = placeOf(key);
        return used[place] && keys[place] == key && nowNs - times[place] <= LIFE_NS ? place : ABSENT;
    }

    /** Fragments go the client's way: from the local address to the server. */
    void toServer(final long key, final long nowNs, final NatFlow flow, final int service, final long hop) {
        final int place = put(key, nowNs, flow, service, hop);
        answers[place] = false;
        addresses[WORDS * place] = flow.localHigh();
        addresses[WORDS * place + 1] = flow.localLow();
        addresses[WORDS * place + 2] = flow.serverHigh();
        addresses[WORDS * place + 3] = flow.serverLow();
    }

    /** Fragments are an answer: from the VIP to the client. */
    void toClient(final long key, final long nowNs, final NatFlow flow, final int service, final long hop) {
        final int place = put(key, nowNs, flow, service, hop);
        answers[place] = true;
        addresses[WORDS * place] = flow.vipHigh();
        addresses[WORDS * place + 1] = flow.vipLow();
        addresses[WORDS * place + 2] = flow.clientHigh();
        addresses[WORDS * place + 3] = flow.clientLow();
    }

    /** A word of the new addresses: source high and low, destination high and low. */
    long address(final int place, final int word) {
        return addresses[WORDS * place + word];
    }

    long hop(final int place) {
        return hops[place];
    }

    /** Whether they go to the client. */
    boolean isAnswer(final int place) {
        return answers[place];
    }

    int service(final int place) {
        return services[place];
    }

    int server(final int place) {
        return servers[place];
    }

    private int put(final long key, final long nowNs, final NatFlow flow, final int service, final long hop) {
        final int place = placeOf(key);
        used[place] = true;
        keys[place] = key;
        times[place] = nowNs;
        hops[place] = hop;
        services[place] = service;
        servers[place] = flow.serverId();
        return place;
    }

    private static int placeOf(final long key) {
        return (int) (key >>> 40) & (PLACES - 1);
    }
}
