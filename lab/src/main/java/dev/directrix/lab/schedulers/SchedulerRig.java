package dev.directrix.lab.schedulers;

import dev.directrix.director.control.ControlClient;
import dev.directrix.lab.modes.ModesLab;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import dev.directrix.lab.schedulers.Trial.Outcome;
import dev.directrix.lab.schedulers.Trial.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs the trials in the topology {@code modes}, by direct routing. */
public final class SchedulerRig {
    private static final String SOCKET = "/run/directrix/control.sock";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ModesLab lab;
    private final List<Trial> trials = Trials.all(this::weigh);

    /** For a lab that is up. */
    public SchedulerRig(ModesLab lab) {
        this.lab = lab;
    }

    /** Runs all of them, each once, tells each line as soon as it is known, and whether every promise was kept. */
    public boolean run(Consumer<String> report) {
        lab.serve("trying schedulers", configuration(), List.of(4));
        Clients clients = new Clients(lab.node("client"));
        boolean kept = true;
        for (Trial trial : trials) {
            Verdict verdict = run(trial, clients);
            report.accept(new Outcome(trial.name(), verdict).toString());
            kept &= verdict.failure().isEmpty();
        }
        return kept;
    }

    private static Verdict run(Trial trial, Clients clients) {
        try {
            return trial.run().apply(clients);
        } catch (LabException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return new Verdict(Optional.of(String.valueOf(e.getMessage())), "");
        }
    }

    /** Returns once new connections follow: the command is answered before the tables are made. */
    private void weigh(int weight) {
        LabNode director = lab.node("d1");
        director.exec("directrix", "server", "weight", "s1", Integer.toString(weight)).orFail();
        ControlClient control = new ControlClient(director.file(SOCKET), PATIENCE);
        Deadline.in(PATIENCE).await(() -> control.servers().stream().filter(server -> server.name().equals("s1"))
            .allMatch(server -> (server.slots() > 0) == (weight > 0)),
            () -> "s1 has weight " + weight + ", and the tables do not follow" + director.lastLogLines());
    }

    private String configuration() {
        StringBuilder text = new StringBuilder("vips:\n  - address: ").append(ModesLab.vip(4))
            .append("\n    services:\n");
        trials.forEach(trial -> trial.services().forEach(service -> text.append("      - {").append(service)
            .append(", pool: web-").append(trial.name()).append("}\n")));
        text.append("pools:\n");
        trials.forEach(trial -> text.append("  web-").append(trial.name()).append(": {").append(trial.pool())
            .append("}\n"));
        return text.toString();
    }
}
