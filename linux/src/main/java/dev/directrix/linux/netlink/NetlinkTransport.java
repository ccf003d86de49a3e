package dev.directrix.linux.netlink;

import dev.directrix.linux.LinuxException;
import java.util.List;

/** Requests to the kernel and its answers; a socket, or a script in tests. */
interface NetlinkTransport extends AutoCloseable {

    void send(byte[] request);

    /**
     * Waits for the next datagram: its messages, valid until the next call.
     *
     * @throws LinuxException ENOBUFS when events were lost
     */
    List<NetlinkMessage> receive();

    @Override
    void close();
}
