package dev.directrix.bgp.interop;

import dev.directrix.bgp.wire.Family;
import java.util.List;
import java.util.Set;

/** A router of another make, at work in the router's namespace of a {@link RouterLab}. */
interface Router {

    /** Starts it with this configuration. */
    void start(Peering peering);

    /** The neighbours, by address, with which its sessions are up. */
    Set<String> established();

    /** What it has from us, after its own import policy (which takes everything). */
    List<SeenRoute> routes(Family family);

    /** What it tells its operator of the NOTIFICATIONs that it received, newest last. */
    String wordsReceived();

    /** Ends the session by an order of its operator, with this text where it can be given (RFC 9003). */
    void shutNeighbor(String text);

    /** Makes it ask for everything again (RFC 2918). */
    void requestRefresh();

    /** Stops it where it stands, connections open. */
    void freeze();

    /** Lets it go on. */
    void thaw();

    /** Kills it, without a word to its neighbours, and starts it again as it was. */
    void restart();

    /** All that helps to understand a failed test. */
    String diagnosis();
}
