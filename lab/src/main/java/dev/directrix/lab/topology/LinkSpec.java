package dev.directrix.lab.topology;

import java.util.OptionalInt;

/** A veth link between two nodes. */
public record LinkSpec(Endpoint a, Endpoint b, OptionalInt mtu) {

    @Override
    public String toString() {
        return a + " -- " + b;
    }
}
