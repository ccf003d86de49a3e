package dev.directrix.cluster.member;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.directrix.cluster.member.MemberState.Digests;
import dev.directrix.cluster.member.Wish.Wanted;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a member says of itself, as it stands in etcd: compact JSON, the same octets for the same state. Pure functions.
 * Fields that a reader does not know are ignored; a newer {@link #FORMAT} is refused.
 */
public final class StateJson {
    /** The format that is written, and the newest that is read. */
    public static final int FORMAT = 1;
    /** Longest state, in octets. */
    public static final int MAX_BYTES = 400_000;
    /** Longest text for people, in characters; what is longer is cut when it is written. */
    public static final int MAX_WAITS = 2_000;
    /** Longest digest of configuration or announcements, in characters. */
    public static final int MAX_DIGEST = 2_000;

    private StateJson() {
    }

    /**
     * Writes a state.
     *
     * @throws RecordException if others could not read it; says what to do if it is too long
     */
    public static byte[] encode(final MemberState state) {
        final byte[] text = JsonDocument.write(write(state));
        if (text.length > MAX_BYTES) {
            throw new RecordException("what this member says of itself would have " + text.length + " octets, "
                    + MAX_BYTES + " are the most: it wishes for "
                    + state.wish().pools().values().stream().mapToInt(List::size).sum() + " servers in "
                    + state.wish().pools().size() + " pools; use fewer servers, or several clusters");
        }
        decode(text);
        return text;
    }

    /**
     * Reads a state.
     *
     * @throws RecordException if it is not one, or of a newer format
     */
    public static MemberState decode(final byte[] text) {
        return read(JsonDocument.read(text, MAX_BYTES, "state", FORMAT));
    }

    private static JsonObject write(final MemberState state) {
        final JsonObject out = new JsonObject();
        out.addProperty("format", FORMAT);
        out.addProperty("incarnation", MemberText.hex(state.incarnation()));
        out.addProperty("entered", state.entered());
        out.addProperty("prepared", state.prepared());
        out.addProperty("collected", state.collected());
        out.addProperty("ready", state.ready());
        out.addProperty("switched", state.switched());
        out.addProperty("serving", state.serving());
        final JsonObject pools = new JsonObject();
        state.wish().pools().forEach((pool, servers) -> pools.add(pool, MemberText.list(servers, StateJson::write)));
        out.add("pools", pools);
        out.add("dead", MemberText.list(state.wish().dead().stream().map(ServerName::toString).sorted().toList(),
                JsonPrimitive::new));
        final JsonObject digests = new JsonObject();
        digests.addProperty("epoch", state.digests().epoch());
        digests.addProperty("tables", MemberText.hex(state.digests().tables()));
        digests.addProperty("config", state.digests().config());
        digests.addProperty("announced", state.digests().announced());
        out.add("digests", digests);
        final String waits = state.waits();
        out.addProperty("waits", waits.length() <= MAX_WAITS ? waits : waits.substring(0, MAX_WAITS));
        return out;
    }

    private static JsonArray write(final Wanted wanted) {
        final JsonArray pair = new JsonArray(2);
        pair.add(wanted.address());
        pair.add(wanted.weight());
        return pair;
    }

    private static MemberState read(final JsonPlace in) {
        final JsonPlace incarnation = in.field("incarnation");
        if (incarnation.hex() == 0) {
            throw incarnation.wrong("incarnation 0");
        }
        return new MemberState(incarnation.hex(), number(in, "entered"), number(in, "prepared"),
                number(in, "collected"), number(in, "ready"), number(in, "switched"), in.field("serving").flag(),
                new Wish(pools(in.field("pools")), Set.copyOf(in.field("dead").distinct(MemberText::server))),
                digests(in.field("digests")), in.field("waits").text(MAX_WAITS));
    }

    private static long number(final JsonPlace in, final String name) {
        return in.field(name).number(0, JsonPlace.MAX_EXACT);
    }

    private static Map<String, List<Wanted>> pools(final JsonPlace in) {
        final Map<String, List<Wanted>> pools = new TreeMap<>();
        in.fields().forEach((name, servers) -> pools.put(MemberText.name(name, servers), wanted(servers)));
        return pools;
    }

    private static List<Wanted> wanted(final JsonPlace in) {
        in.distinct(item -> MemberText.name(item.items(2).getFirst()));
        return in.items().stream().map(JsonPlace::items).map(pair -> new Wanted(MemberText.name(pair.getFirst()),
                pair.getLast().integer(0, MemberText.MAX_WEIGHT))).toList();
    }

    private static Digests digests(final JsonPlace in) {
        return new Digests(number(in, "epoch"), in.field("tables").hex(), in.field("config").text(MAX_DIGEST),
                in.field("announced").text(MAX_DIGEST));
    }
}
