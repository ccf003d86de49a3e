package dev.directrix.director.state;

import com.google.gson.JsonElement;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.director.control.json.JsonException;
import dev.directrix.director.control.json.JsonFields;
import dev.directrix.director.control.json.JsonText;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.Ramp;
import dev.directrix.director.reconcile.WeightCommand;
import dev.directrix.ecmp.Announcement;
import dev.directrix.forwarder.service.ServerKey;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The text of a state file: JSON with a version, the director's name, and each command. Lists are sorted, so that the
 * same commands are the same text. Pure functions.
 */
final class StateText {

    /** The version that is written, and the only one that is read. */
    static final int VERSION = 1;

    private StateText() {
    }

    /** The text that says what was commanded. */
    static String write(final String director, final Overrides commands) {
        return JsonText.pretty(new JsonBuilder().put("version", VERSION).put("director", director)
            .put("weight", commands.weight(), it -> weight(new JsonBuilder(), it).build())
            .put("vipWeights", sorted(commands.vipWeights().keySet(), AddressText::format), vip -> weight(
                new JsonBuilder().put("vip", AddressText.format(vip)), commands.vipWeights().get(vip)).build())
            .put("drained", commands.drained()).put("farewell", commands.farewell())
            .putTexts("drainedVips", commands.drainedVips().stream().map(AddressText::format).sorted().toList())
            .put("serverWeights", sorted(commands.serverWeights().keySet(), ServerKey::toString), key ->
                server(key).put("weight", commands.serverWeights().get(key)).build())
            .put("drainedServers", sorted(commands.drainedServers(), ServerKey::toString), key -> server(key).build())
            .build()) + "\n";
    }

    /**
     * What a text says was commanded.
     *
     * @throws IllegalArgumentException if it is of another version or director, or names no addresses
     * @throws JsonException            if it is no such text
     */
    static Overrides read(final String director, final String text) {
        final JsonFields in = JsonFields.of(JsonText.parse(text));
        final long version = in.number("version");
        if (version != VERSION) {
            throw new IllegalArgumentException("it has version " + version + ", this program knows " + VERSION);
        }
        if (!in.text("director").equals(director)) {
            throw new IllegalArgumentException("it is of director " + in.text("director") + ", not of " + director);
        }
        final Optional<WeightCommand> weight = in.names().contains("weight")
            ? Optional.of(weight(JsonFields.of(in.get("weight")))) : Optional.empty();
        final Map<InetAddress, WeightCommand> vipWeights = new HashMap<>();
        in.list("vipWeights", JsonFields::of).forEach(item -> vipWeights.put(vip(item), weight(item)));
        final Map<ServerKey, Integer> serverWeights = new HashMap<>();
        in.list("serverWeights", JsonFields::of).forEach(item ->
            serverWeights.put(server(item), within(item.integer("weight"), 0)));
        final Set<InetAddress> drainedVips = new HashSet<>();
        in.texts("drainedVips").forEach(vip -> drainedVips.add(AddressText.parse(vip)));
        return new Overrides(weight, vipWeights, in.flag("drained"), in.optionalText("farewell"), drainedVips,
            serverWeights, Set.copyOf(in.list("drainedServers", StateText::server)));
    }

    private static JsonBuilder weight(final JsonBuilder out, final WeightCommand command) {
        out.put("weight", command.weight());
        command.ramp().ifPresent(ramp -> out.put("ramp", ramp(new JsonBuilder(), ramp).build())
            .put("vipRamps", sorted(command.vipRamps().keySet(), AddressText::format), vip -> ramp(
                new JsonBuilder().put("vip", AddressText.format(vip)), command.vipRamps().get(vip)).build()));
        return out;
    }

    private static WeightCommand weight(final JsonFields in) {
        final int target = within(in.integer("weight"), 1);
        if (!in.names().contains("ramp")) {
            return WeightCommand.of(target);
        }
        final Map<InetAddress, Ramp> vipRamps = new HashMap<>();
        in.list("vipRamps", JsonFields::of).forEach(item -> vipRamps.put(vip(item), ramp(item, target)));
        return new WeightCommand(target, Optional.of(ramp(JsonFields.of(in.get("ramp")), target)), vipRamps);
    }

    private static JsonBuilder ramp(final JsonBuilder out, final Ramp ramp) {
        return out.put("from", ramp.from()).put("startMs", ramp.startMs()).put("durationMs", ramp.durationMs())
            .put("step", ramp.step());
    }

    private static Ramp ramp(final JsonFields in, final int target) {
        return new Ramp(in.integer("from"), target, in.number("startMs"), in.number("durationMs"), in.integer("step"));
    }

    private static InetAddress vip(final JsonFields in) {
        return AddressText.parse(in.text("vip"));
    }

    private static int within(final int weight, final int least) {
        if (weight < least || weight > Announcement.MAX_WEIGHT) {
            throw new JsonException("weight " + weight + " is not within " + least + ".." + Announcement.MAX_WEIGHT);
        }
        return weight;
    }

    private static JsonBuilder server(final ServerKey key) {
        return new JsonBuilder().put("pool", key.pool()).put("address", AddressText.format(key.address()));
    }

    private static ServerKey server(final JsonElement json) {
        return server(JsonFields.of(json));
    }

    private static ServerKey server(final JsonFields in) {
        return new ServerKey(in.text("pool"), AddressText.parse(in.text("address")));
    }

    private static <T> List<T> sorted(final Collection<T> items, final Function<T, String> name) {
        return items.stream().sorted(Comparator.comparing(name)).toList();
    }
}
