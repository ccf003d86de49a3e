package dev.directrix.lab.churn;

import java.net.InetSocketAddress;

/** What clients and servers of the lab say to each other. */
final class Echo {
    /** Where servers listen. */
    static final int PORT = 7000;
    /** Octets of a question: the connection's number and the question's, each four. */
    static final int QUESTION = 8;
    /** Octets of an answer: the question, and the server's number in four. */
    static final int ANSWER = 12;
    /** The service as clients know it. */
    static final InetSocketAddress SERVICE = new InetSocketAddress("192.0.2.10", PORT);

    private Echo() {
    }
}
