package dev.directrix.director.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.ServerConfig;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.forwarder.replay.ReplayReport;
import dev.directrix.forwarder.service.ServerKey;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a replay did, in words.
 *
 * @param config names the servers
 * @param report what it did
 */
record ReplayText(DirectorConfig config, ReplayReport report) {

    String text(final Paint paint) {
        final StringBuilder out = new StringBuilder();
        out.append("frames     ").append(report.frames()).append('\n')
            .append("forwarded  ").append(report.forwarded()).append(" of ").append(report.flows().size())
            .append(" flows\n")
            .append("answered   ").append(report.echoReplies()).append(" echo requests\n")
            .append("passed     ").append(report.passed()).append(" to no VIP\n")
            .append("dropped    ").append(report.droppedTotal());
        if (report.droppedTotal() > 0) {
            out.append(report.dropped().entrySet().stream()
                .map(drop -> drop.getKey().label() + " " + drop.getValue())
                .collect(Collectors.joining(", ", " (", ")")));
        }
        out.append('\n');
        if (report.cut() > 0) {
            out.append("cut        ").append(report.cut()).append(" frames are not whole in the capture\n");
        }
        final TextTable table = new TextTable(paint, "POOL", "SERVER", "ADDRESS", ">FRAMES", ">SHARE");
        report.servers().forEach((server, frames) -> table.row(server.pool(), nameOf(server),
            AddressText.format(server.address()), frames, Quantity.share(frames, report.forwarded())));
        return table.isEmpty() ? out.toString() : out.append('\n').append(table.render()).toString();
    }

    JsonObject json() {
        final JsonBuilder dropped = new JsonBuilder();
        report.dropped().forEach((reason, frames) -> dropped.put(reason.label(), frames.longValue()));
        return new JsonBuilder().put("frames", report.frames()).put("forwarded", report.forwarded())
            .put("flows", report.flows().size()).put("echoReplies", report.echoReplies())
            .put("passed", report.passed()).put("dropped", dropped.build()).put("cut", report.cut())
            .put("servers", report.servers().entrySet(), this::json).build();
    }

    private JsonElement json(final Map.Entry<ServerKey, Long> server) {
        return new JsonBuilder().put("pool", server.getKey().pool()).put("name", nameOf(server.getKey()))
            .put("address", AddressText.format(server.getKey().address())).put("frames", server.getValue().longValue())
            .build();
    }

    private String nameOf(final ServerKey key) {
        return config.pools().get(key.pool()).servers().stream()
            .filter(server -> server.address().equals(key.address())).map(ServerConfig::name).findFirst()
            .orElse("?");
    }
}
