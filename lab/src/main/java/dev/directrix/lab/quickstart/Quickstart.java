package dev.directrix.lab.quickstart;

import static dev.directrix.lab.quickstart.QuickstartLab.DIRECTORS;
import static dev.directrix.lab.quickstart.QuickstartLab.SERVERS;
import static dev.directrix.lab.quickstart.QuickstartLab.VIP;

import dev.directrix.lab.probe.CurlLoad;
import dev.directrix.lab.probe.Downloads;
import dev.directrix.lab.probe.EcmpRoute;
import dev.directrix.lab.probe.HttpResult;
import dev.directrix.lab.probe.WrkResult;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Shows the product at work, step by step, and checks each claim that it makes while doing so. */
public final class Quickstart {
    private static final int REQUESTS = 1000;
    private static final int DOWNLOADS = 20;
    private static final int WRK_CONNECTIONS = 32;
    private static final Duration WRK_TIME = Duration.ofSeconds(3);
    private static final Duration ROUTE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration EVENT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration WEIGHT_LIMIT = Duration.ofSeconds(2);
    private static final String FAREWELL = "d2 gets a new disk";
    private static final Duration AFTER_EVENT = Duration.ofSeconds(4);

    private final QuickstartLab lab;
    private final Consumer<String> out;
    private final List<String> failures = new ArrayList<>();

    public Quickstart(QuickstartLab lab, Consumer<String> out) {
        this.lab = lab;
        this.out = out;
    }

    /** Runs all steps; returns the claims that did not hold, which is none when all is well. */
    public List<String> run() {
        ecmp();
        spread();
        throughput();
        weight();
        killOne();
        drainDirector();
        drainServer();
        return List.copyOf(failures);
    }

    private void ecmp() {
        heading("The router learns the VIP from three directors");
        Duration time = lab.awaitHops(DIRECTORS.size(), ROUTE_TIMEOUT);
        lab.awaitServers(ROUTE_TIMEOUT);
        out.accept("  ip route show " + VIP + ", in the router's kernel after " + seconds(time) + ":");
        out.accept(lab.router().exec("ip", "route", "show", VIP).output().stripTrailing().indent(4).stripTrailing());
    }

    private void spread() {
        heading(REQUESTS + " requests from " + REQUESTS + " source ports");
        Shares shares = lab.measure(REQUESTS);
        out.accept(shares.table().stripTrailing());
        claim(shares.failed() == 0, shares.failed() + " of " + REQUESTS + " requests failed");
        for (String director : QuickstartLab.directors()) {
            within("director " + director, shares.director(director), 20, 47);
        }
        for (String server : SERVERS) {
            within("server " + server, shares.server(server), 15, 35);
        }
        claim(shares.answersAtDirectors() == 0, shares.answersAtDirectors()
            + " frames from server to client came by a director (direct routing: the answer goes straight)");
    }

    private void throughput() {
        heading(WRK_CONNECTIONS + " open connections as fast as they go, for " + WRK_TIME.toSeconds() + " s (wrk)");
        WrkResult result = lab.wrk(WRK_CONNECTIONS, WRK_TIME);
        claim(result.errors() == 0 && result.requests() > 0, String.format(Locale.ROOT,
            "%,d requests, %,.0f a second, %d errors", result.requests(), result.perSecond(), result.errors()));
    }

    private void weight() {
        heading("Director d1 takes a weight of 300 beside 100 and 100");
        String before = lab.route().toString();
        long startNs = System.nanoTime();
        lab.directrix("d1", "weight", "set", "300").orFail();
        boolean inTime = Deadline.in(EVENT_TIMEOUT).holds(() -> share("d1") > 0.5);
        Duration time = Duration.ofNanos(System.nanoTime() - startNs);
        EcmpRoute after = lab.route();
        Shares shares = lab.measure(REQUESTS);
        out.accept("  router's kernel before: " + before);
        out.accept("  router's kernel after:  " + after + "   (" + seconds(time) + " after the command began)");
        out.accept(shares.table().stripTrailing());
        claim(inTime && time.compareTo(WEIGHT_LIMIT) <= 0, "the kernel's weights changed after " + seconds(time));
        claim(shares.failed() == 0, shares.failed() + " of " + REQUESTS + " requests failed");
        within("director d1", shares.director("d1"), 50, 70);
        lab.directrix("d1", "weight", "reset").orFail();
        claim(Deadline.in(EVENT_TIMEOUT).holds(() -> Math.abs(share("d1") - 1.0 / DIRECTORS.size()) < 0.02),
            "after 'weight reset': " + lab.route());
    }

    private void killOne() {
        underLoad("Director d3 is killed (SIGKILL)", () -> {
            lab.director("d3").signal("KILL");
            Duration time = lab.awaitHops(DIRECTORS.size() - 1, EVENT_TIMEOUT);
            out.accept("  gone from the router's kernel after " + seconds(time));
        });
        lab.restart("d3");
        out.accept("  started again: three next hops after " + seconds(lab.awaitHops(DIRECTORS.size(), ROUTE_TIMEOUT)));
        lab.awaitServers(ROUTE_TIMEOUT);
    }

    private void drainDirector() {
        underLoad("Director d2 is drained", () -> {
            lab.directrix("d2", "drain", "--text", FAREWELL).orFail();
            Duration time = lab.awaitHops(DIRECTORS.size() - 1, EVENT_TIMEOUT);
            out.accept("  gone from the router's ECMP set " + seconds(time) + " after the command");
            claim(Deadline.in(EVENT_TIMEOUT).holds(() -> hasHeardFarewell(lab.session("d2"))),
                "the router shows the end of the session, and why: \"" + FAREWELL + "\"");
        });
        lab.directrix("d2", "undrain").orFail();
        out.accept("  undrained: three next hops after " + seconds(lab.awaitHops(DIRECTORS.size(), ROUTE_TIMEOUT)));
    }

    /** Whether FRR says of a session that it is down, and shows the words with which it ended. */
    private static boolean hasHeardFarewell(String session) {
        return !session.contains("\"bgpState\":\"Established\"") && session.contains("Administrative Shutdown")
            && session.contains("\"lastShutdownDescription\":\"" + FAREWELL + "\"");
    }

    private void drainServer() {
        underLoad("Server s4 is drained on every director", () ->
            QuickstartLab.directors().forEach(director -> lab.directrix(director, "server", "drain", "s4").orFail()));
        List<HttpResult> results = lab.get(REQUESTS / 4);
        long toDrained = results.stream().filter(result -> result.server().equals("s4")).count();
        claim(toDrained == 0, "new requests to s4 since then: " + toDrained);
        QuickstartLab.directors().forEach(director -> lab.directrix(director, "server", "enable", "s4").orFail());
    }

    /** Makes {@code event} happen while new connections come all the time and slow downloads are under way. */
    private void underLoad(String what, Runnable event) {
        heading(what + ", under load");
        Downloads downloads = lab.downloads(DOWNLOADS);
        CurlLoad load = lab.load();
        downloads.awaitAllUnderWay();
        event.run();
        Deadline.pause(AFTER_EVENT);
        List<HttpResult> results = load.stop();
        int whole = downloads.whole(QuickstartLab.SLOW_CONTENT);
        long failed = results.stream().filter(result -> !result.succeeded()).count();
        long slowestMs = results.stream().mapToLong(result -> result.time().toMillis()).max().orElse(0);
        claim(failed == 0 && !results.isEmpty(), failed + " of " + results.size() + " new requests failed"
            + (failed == 0 ? "" : ", first: " + QuickstartLab.firstFailure(results))
            + "; the slowest took " + slowestMs + " ms");
        claim(whole == DOWNLOADS, whole + " of " + DOWNLOADS + " downloads that were under way came whole");
    }

    private double share(String director) {
        return lab.route().share(DIRECTORS.get(director));
    }

    private void within(String who, double percent, int least, int most) {
        if (percent < least || percent > most) {
            claim(false, String.format(Locale.ROOT, "%s carried %.1f %%, which should be %d to %d %%", who, percent,
                least, most));
        }
    }

    private void claim(boolean holds, String text) {
        out.accept((holds ? "  ok    " : "  FAIL  ") + text);
        if (!holds) {
            failures.add(text);
        }
    }

    private void heading(String text) {
        out.accept("");
        out.accept(text);
    }

    private static String seconds(Duration time) {
        if (time.isNegative()) {
            throw new LabException("a time is negative");
        }
        return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
    }
}
