package dev.directrix.bgp.bmp;

import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.wire.Octets;
import java.net.InetAddress;

/** A message of a router to a station (RFC 7854 §4). */
public sealed interface BmpMessage {

    /**
     * Who the router is.
     *
     * @param name        sysName, printable; empty if it says none
     * @param description sysDescr, printable; empty if it says none
     */
    record Initiation(String name, String description) implements BmpMessage {
    }

    /**
     * The router ends the connection.
     *
     * @param text why, printable
     */
    record Termination(String text) implements BmpMessage {
    }

    /**
     * A session of the router is up.
     *
     * @param peer         which
     * @param localAddress the router's address on it
     * @param sent         the router's OPEN
     * @param received     its neighbour's
     */
    record PeerUp(BmpPeer peer, InetAddress localAddress, Open sent, Open received) implements BmpMessage {
    }

    /**
     * A session of the router is down.
     *
     * @param peer   which
     * @param reason RFC 7854 §4.9
     */
    record PeerDown(BmpPeer peer, int reason) implements BmpMessage {
    }

    /**
     * Routes of a session.
     *
     * @param peer   which
     * @param update the UPDATE as octets, header included: what was agreed on at PeerUp says how to read it
     */
    record RouteMonitoring(BmpPeer peer, Octets update) implements BmpMessage {
    }

    /**
     * What a station need not know: statistics, mirrored messages.
     *
     * @param type as on the wire
     */
    record Other(int type) implements BmpMessage {
    }
}
