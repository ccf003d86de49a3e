package dev.directrix.lab.churn;

import com.google.gson.JsonObject;
import dev.directrix.director.control.DrainCodecs;
import dev.directrix.director.control.DrainReport;
import dev.directrix.director.control.DrainStage;
import dev.directrix.director.control.VipDrain;
import dev.directrix.director.control.json.JsonText;
import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Takes directors out of the router under load by {@code directrix drain}, and brings them back by {@code undrain}. */
final class DrainAndReturn {
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration ROUTE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration AWAY = Duration.ofSeconds(3);
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final ChurnLab lab;
    private final ClientLoad load;

    DrainAndReturn(ChurnLab lab, ClientLoad load) {
        this.lab = lab;
        this.load = load;
    }

    /** One director after the other, each told by way of its neighbour; all are back before the next one goes. */
    List<Step> run(List<String> directors, Consumer<Step> each) {
        List<Step> steps = new ArrayList<>();
        for (int at = 0; at < directors.size(); at++) {
            Step step = play(directors.get(at), directors.get((at + 1) % directors.size()));
            steps.add(step);
            each.accept(step);
        }
        return steps;
    }

    private Step play(String director, String by) {
        Map<String, Optional<Duration>> times = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        long fromNs = System.nanoTime();
        CompletableFuture<CommandResult> command = CompletableFuture.supplyAsync(() ->
            lab.node(by).exec(COMMAND_TIMEOUT, List.of("directrix", "drain", "--director", director, "--output",
                "json")), task -> Thread.ofPlatform().name("command").start(task));
        times.put("left", Optional.of(lab.route().await(ChurnLab.hop(director), false, fromNs, ROUTE_TIMEOUT)));
        CommandResult drain = command.join();
        times.put("drained", Optional.of(Duration.ofNanos(System.nanoTime() - fromNs)));
        List<VipDrain> looks = drain.lines().stream().filter(line -> line.startsWith("{"))
            .map(line -> DrainCodecs.DRAINS.read(JsonText.parse(line))).map(DrainReport::drains)
            .flatMap(List::stream).toList();
        if (!drain.succeeded() || looks.isEmpty() || looks.getLast().stage() != DrainStage.MOVED) {
            throw new LabException("the drain of " + director + " does not end as it should: " + drain);
        }
        notes.add(course(looks));
        Deadline.pause(AWAY);
        long backNs = System.nanoTime();
        lab.node(by).exec(COMMAND_TIMEOUT, List.of("directrix", "undrain", "--director", director)).orFail();
        times.put("back", Optional.of(lab.route().await(ChurnLab.hop(director), true, backNs, ROUTE_TIMEOUT)));
        Deadline.pause(QUIET);
        LoadCounts counts = load.take();
        return new Step("drain " + director, counts, counts.failed(), times, notes);
    }

    private static String course(List<VipDrain> looks) {
        List<Double> shares = looks.stream().flatMap(look -> look.share().stream()).toList();
        return String.format(Locale.ROOT, "%.0f packets/s at most, %.0f in the end%s",
            looks.getLast().peak(), looks.getLast().packetsPerSecond(), shares.isEmpty() ? ""
                : String.format(Locale.ROOT, ", share %.1f%% to %.1f%%", shares.getFirst() * 100,
                    shares.getLast() * 100));
    }

    /** Of {@code directrix ... --output json} that prints one object a line. */
    static List<JsonObject> objects(CommandResult result) {
        return result.lines().stream().filter(line -> line.startsWith("{"))
            .map(line -> JsonText.parse(line).getAsJsonObject()).toList();
    }
}
