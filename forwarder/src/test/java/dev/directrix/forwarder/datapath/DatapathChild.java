package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import dev.directrix.maglev.Seed;
import java.time.Duration;
import java.util.List;

/** A process of its own that opens a datapath on the interfaces named, says so, and stays until it is killed. */
public final class DatapathChild {

    static final String OPENED = "opened";

    private DatapathChild() {
    }

    public static void main(final String[] interfaces) throws InterruptedException {
        try (Datapath datapath = Datapath.open(new DatapathConfig(
            DatapathMode.AUTO, List.of(interfaces), 1024, FlowTimeouts.DEFAULT,
            Seed.ofHex("000102030405060708090a0b0c0d0e0f"), PinnedNeighbors.NONE))) {
            System.out.println(OPENED + " " + datapath.status().interfaces().size());
            Thread.sleep(Duration.ofMinutes(2));
        } catch (final DatapathException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }
}
