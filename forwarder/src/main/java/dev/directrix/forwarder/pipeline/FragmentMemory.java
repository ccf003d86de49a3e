package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.service.CompiledService;
import java.util.Arrays;

/**
 * Where the packets went of which fragments have come lately: {@value #PLACES} at most, for 30 seconds each as hosts
 * wait for the rest (RFC 8200 §4.5 allows 60). The first fragment enters it; a newer packet takes the place of the
 * oldest of four. The key is a keyed hash of addresses, protocol and identification. For one thread.
 */
final class FragmentMemory {
    /** No fragment of this packet has come. */
    static final int ABSENT = -1;
    private static final int PLACES = 8192;
    private static final int WAYS = 4;
    private static final long LIFE_NS = 30_000_000_000L;

    private final long[] keys = new long[PLACES];
    private final long[] times = new long[PLACES];
    private final int[] servers = new int[PLACES];
    private final CompiledService[] services = new CompiledService[PLACES];

    FragmentMemory() {
        Arrays.fill(servers, ABSENT);
    }

    /** A number for {@link #server} and {@link #service}, or {@link #ABSENT}. */
    int find(final long key, final long nowNs) {
        final int first = bucket(key);
        for (int place = first; place < first + WAYS; place++) {
            if (keys[place] == key && servers[place] != ABSENT && nowNs - times[place] <= LIFE_NS) {
                return place;
            }
        }
        return ABSENT;
    }

    int server(final int place) {
        return servers[place];
    }

    CompiledService service(final int place) {
        return services[place];
    }

    void remember(final long key, final CompiledService service, final int server, final long nowNs) {
        final int first = bucket(key);
        int chosen = first;
        for (int place = first; place < first + WAYS; place++) {
            if (servers[place] == ABSENT || keys[place] == key) {
                chosen = place;
                break;
            }
            if (times[place] - times[chosen] < 0) {
                chosen = place;
            }
        }
        keys[chosen] = key;
        times[chosen] = nowNs;
        servers[chosen] = server;
        services[chosen] = service;
    }

    private static int bucket(final long key) {
        return (int) (key >>> 40) & (PLACES - 1) & -WAYS;
    }
}
