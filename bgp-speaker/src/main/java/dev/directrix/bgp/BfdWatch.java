package dev.directrix.bgp;

import dev.directrix.bgp.bfd.BfdPorts;
import dev.directrix.bgp.bfd.BfdSpeaker;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** BFD of a speaker, started when the first neighbour wants it. Belongs to the transport's thread. */
final class BfdWatch {

    private Optional<BfdSpeaker> speaker = Optional.empty();

    /** BFD at work. */
    BfdSpeaker speaker() {
        if (speaker.isEmpty()) {
            speaker = Optional.of(BfdSpeaker.start(BfdPorts.REGISTERED));
        }
        return speaker.get();
    }

    /** Ends all sessions with AdminDown, and its thread with them; completes when that is done. */
    CompletionStage<Void> shutdown() {
        final CompletionStage<Void> ended =
            speaker.map(BfdSpeaker::shutdown).orElse(CompletableFuture.completedFuture(null));
        speaker = Optional.empty();
        return ended;
    }
}
