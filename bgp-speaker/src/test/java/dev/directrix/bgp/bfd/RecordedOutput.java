package dev.directrix.bgp.bfd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps the last packets and all changes of a state machine. */
final class RecordedOutput implements BfdOutput {

    private static final int KEPT = 100;

    private final List<BfdPacket> packets = new ArrayList<>();
    private final List<BfdTransition> transitions = new ArrayList<>();

    @Override
    public void transmit(final BfdPacket packet) {
        if (packets.size() == KEPT) {
            packets.clear();
        }
        packets.add(BfdPacket.of(Arrays.copyOf(packet.octets(), packet.length())));
    }

    @Override
    public void changed(final BfdTransition transition) {
        if (transitions.size() == KEPT) {
            transitions.clear();
        }
        transitions.add(transition);
    }

    /** The packets since the last call. */
    List<BfdPacket> packets() {
        final List<BfdPacket> result = List.copyOf(packets);
        packets.clear();
        return result;
    }

    /** The one packet since the last call. */
    BfdPacket packet() {
        final List<BfdPacket> result = packets();
        if (result.size() != 1) {
            throw new AssertionError(result.size() + " packets were sent instead of one");
        }
        return result.get(0);
    }

    /** The changes since the last call. */
    List<BfdTransition> transitions() {
        final List<BfdTransition> result = List.copyOf(transitions);
        transitions.clear();
        return result;
    }
}
