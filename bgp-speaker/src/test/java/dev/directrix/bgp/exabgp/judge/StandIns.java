package dev.directrix.bgp.exabgp.judge;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands in for the programs of a case: its commands one after the other, or what its note asks for. */
final class StandIns {

    /** Time for the session to come up. */
    private static final double BEGIN = 0.3;
    private static final double PAUSE = 0.15;

    private StandIns() {
    }

    /** Programs by the path in the configuration. */
    static Map<String, StandIn> of(final String name, final JsonObject manifest, final String scratch) {
        final Map<String, List<String>> commands = new LinkedHashMap<>();
        if (manifest.has("programs")) {
            manifest.getAsJsonArray("programs").forEach(program ->
                commands.put(program.getAsString(), new ArrayList<>()));
        }
        commands(manifest).forEach(element -> {
            final JsonObject command = element.getAsJsonObject();
            if (!command.get("conditional").getAsBoolean()) {
                commands.get(command.get("program").getAsString()).add(command.get("command").getAsString());
            }
        });
        final Map<String, StandIn> programs = new LinkedHashMap<>();
        commands.forEach((program, lines) -> programs.put(program, standIn(name, program, lines, scratch)));
        return programs;
    }

    private static JsonArray commands(final JsonObject manifest) {
        return manifest.has("program_commands") ? manifest.getAsJsonArray("program_commands") : new JsonArray();
    }

    private static StandIn standIn(
        final String name, final String program, final List<String> commands, final String scratch) {
        final StandIn standIn = new StandIn().pause(BEGIN);
        switch (name) {
            case "api-fast" -> standIn.pause(0.2).send(commands.subList(0, 4)).pause(0.2)
                .send(commands.subList(4, 7)).pause(0.2).send(commands.subList(7, 8)).stay();
            case "api-check" -> standIn
                .await("receive update announced 0.0.0.0/32 next-hop 127.0.0.1 origin igp local-preference 100")
                .send(commands).stay();
            case "api-open" -> standIn.await("\"type\": \"open\"").send(commands).stay();
            case "api-health" -> standIn.send(commands.get(0)).await("pong").await("done").send(commands.get(1))
                .await("done").send(commands.get(2)).await("UUID").await("done").send(commands.get(3)).stay();
            case "api-rr" -> {
                commands.forEach(command -> standIn.pause(PAUSE).send(command));
                standIn.await("192.168.0.0/32").await("192.168.0.1/32")
                    .send("announce route 192.168.0.2/32 next-hop 10.0.0.1").stay();
            }
            case "api-rib" -> {
                standIn.pause(1).send(commands.subList(0, 2)).pause(PAUSE);
                commands.subList(2, commands.size()).forEach(command -> standIn.send(command).pause(PAUSE));
                standIn.stay();
            }
            case "api-silence-ack" -> standIn.pause(PAUSE).send(commands.get(0)).await("done").send(commands.get(1))
                .refuse("done").send(commands.get(2)).refuse("done").send(commands.get(3)).await("done")
                .send(commands.get(4)).await("done").stay();
            case "api-no-respawn" -> {
                commands.forEach(command -> standIn.send(command).pause(PAUSE));
                if (!program.contains("respawn-1")) {
                    standIn.stay();
                }
            }
            case "api-healthcheck-module" -> standIn.become(
                "/usr/bin/python3 -m exabgp healthcheck --withdraw-on-down --no-ip-setup --no-syslog --no-ack --rise 1"
                + " --fall 1 --interval 1 --fast-interval 0.5 --ip 10.0.0.1/32"
                + " --cmd 'test ! -f " + scratch + " && touch " + scratch + " || exit 1'");
            default -> {
                commands.forEach(command -> standIn.pause(PAUSE).send(command));
                standIn.stay();
            }
        }
        return standIn;
    }
}
