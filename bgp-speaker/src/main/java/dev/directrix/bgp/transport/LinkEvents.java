package dev.directrix.bgp.transport;

import dev.directrix.bgp.message.ProtocolException;

/** Hears what happens on a link, on the transport's thread. */
public interface LinkEvents {

    /** The largest message to take now. */
    int maxMessageSize();

    /** One whole message, header included. */
    void received(byte[] message);

    /** What came is no message; nothing more will be read. */
    void broken(ProtocolException cause);

    /** The connection is gone, and not by us. */
    void closed(String detail);

    /** TCP takes more, or does not for now. */
    void writable(boolean writable);
}
