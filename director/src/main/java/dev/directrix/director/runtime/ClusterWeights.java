package dev.directrix.director.runtime;

import com.google.gson.JsonObject;
import dev.directrix.director.config.RouterModel;
import dev.directrix.director.control.ControlRelay;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.ShareCodecs;
import dev.directrix.director.control.SharesReport;
import dev.directrix.director.control.SharesReport.Unheard;
import dev.directrix.director.control.WeightView;
import dev.directrix.director.membership.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;

/** Asks the other directors of the cluster for their shares, all at once. Called on the asker's thread, which waits. */
final class ClusterWeights {

    private static final int PATIENCE_S = 3;

    private final List<String> members;
    private final BinaryOperator<String> carrier;

    /**
     * In a cluster of these directors.
     *
     * @param members names of the nodes, this one's among them or not
     * @param carrier brings a request line to a director and its answer line back; of any thread
     */
    ClusterWeights(final List<String> members, final BinaryOperator<String> carrier) {
        this.members = List.copyOf(members);
        this.carrier = carrier;
    }

    /** In the cluster as this director sees it. */
    static ClusterWeights of(final Membership membership) {
        return new ClusterWeights(membership.view().record().stream().flatMap(record -> record.members().stream())
            .map(member -> member.id().name()).toList(), membership::ask);
    }

    /**
     * Everybody's shares.
     *
     * @param own      what this director says
     * @param receiver the router to model; empty: none
     */
    SharesReport shares(final WeightView own, final Optional<RouterModel> receiver) {
        final List<String> others =
            members.stream().filter(name -> !name.equals(own.director())).distinct().sorted().toList();
        final List<WeightView> views = new ArrayList<>(List.of(own));
        final List<Unheard> unheard = new ArrayList<>();
        try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
            final List<Future<WeightView>> answers = asking.invokeAll(others.stream()
                .<Callable<WeightView>>map(name -> () -> ask(name)).toList(),
                PATIENCE_S, TimeUnit.SECONDS);
            for (int i = 0; i < others.size(); i++) {
                try {
                    views.add(answers.get(i).get());
                } catch (final ExecutionException e) {
                    unheard.add(new Unheard(others.get(i), String.valueOf(e.getCause().getMessage())));
                } catch (final CancellationException e) {
                    unheard.add(new Unheard(others.get(i), "no answer within " + PATIENCE_S + " s"));
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("interrupted while the other directors were asked", e);
        }
        return Shares.of(views, unheard, receiver);
    }

    private WeightView ask(final String director) {
        return ControlRelay.ask("weight-view", new JsonObject(), ShareCodecs.VIEW,
            request -> carrier.apply(director, request));
    }
}
