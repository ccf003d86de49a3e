package dev.directrix.cluster.member;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.directrix.forwarder.epoch.Exceptions;
import dev.directrix.maglev.TableSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The record as it stands in etcd: compact JSON, the same octets for the same record. Pure functions.
 *
 * <p>Fields that a reader does not know are ignored, and gone when it writes the next version: a newer director may
 * only add such as can be lost. Whatever else changes gets the next {@link #FORMAT}, which older directors refuse.
 */
public final class RecordJson {
    /** The format that is written, and the newest that is read. */
    public static final int FORMAT = 1;
    /**
     * Longest record, in octets. With the state that may be written in the same transaction it stays below etcd's own
     * limit of 1.5 MiB a request.
     */
    public static final int MAX_BYTES = 1_000_000;
    /** Most members. */
    public static final int MAX_MEMBERS = 64;

    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1,80}");
    private static final long MAX_TIME_MS = 100L * 24 * 3600 * 1000;

    private RecordJson() {
    }

    /**
     * Writes a record.
     *
     * @throws RecordException if others could not read it; says what to do if it is too long
     */
    public static byte[] encode(final ClusterRecord record) {
        final byte[] text = JsonDocument.write(write(record));
        if (text.length > MAX_BYTES) {
            throw new RecordException(tooLong(record, text.length));
        }
        if (!decode(text).equals(record)) {
            throw new RecordException("$: the record would be read as another one: " + record);
        }
        return text;
    }

    /**
     * Reads a record.
     *
     * @throws RecordException if it is not one, or of a newer format
     */
    public static ClusterRecord decode(final byte[] text) {
        return read(JsonDocument.read(text, MAX_BYTES, "record", FORMAT));
    }

    private static String tooLong(final ClusterRecord record, final int length) {
        final Set<Integer> used = new HashSet<>();
        record.tables().values().forEach(inputs -> inputs.servers().forEach(share -> used.add(share.server())));
        final int servers = record.registry().servers().size();
        return "the record would have " + length + " octets, " + MAX_BYTES + " are the most: it names "
                + record.registry().pools().size() + " pools and " + servers + " servers, of which " + used.size()
                + " are in a table. Names of servers that are gone stay until the cluster begins anew: stop all"
                + " directors, delete the record in etcd, and start them";
    }

    private static JsonObject write(final ClusterRecord record) {
        final JsonObject out = new JsonObject();
        out.addProperty("format", FORMAT);
        out.addProperty("version", record.version());
        out.addProperty("epoch", record.epoch());
        out.add("agreement", write(record.agreement()));
        out.add("members", MemberText.list(record.members(), RecordJson::write));
        out.add("views", MemberText.list(record.views(), RecordJson::ids));
        out.add("stopped", ids(record.stopped()));
        out.addProperty("crash", record.crash());
        out.add("pools", MemberText.list(record.registry().pools(), JsonPrimitive::new));
        out.add("servers", MemberText.list(record.registry().servers(), RecordJson::text));
        out.add("tables", tables(record.tables()));
        out.addProperty("phase", word(record.phase()));
        record.settle().ifPresent(settle -> out.add("settle", write(settle)));
        out.add("overrides", MemberText.list(record.overrides(), RecordJson::write));
        return out;
    }

    private static JsonObject write(final Agreement agreement) {
        final JsonObject out = new JsonObject();
        out.addProperty("seed", agreement.seed());
        out.addProperty("key", agreement.key());
        out.addProperty("tableSize", agreement.tableSize());
        out.addProperty("validityMs", agreement.validityMs());
        out.addProperty("idleMs", agreement.idleMs());
        out.addProperty("synAckMs", agreement.synAckMs());
        return out;
    }

    private static JsonObject write(final Member member) {
        final JsonObject out = new JsonObject();
        out.addProperty("name", member.name());
        out.addProperty("incarnation", MemberText.hex(member.id().incarnation()));
        out.addProperty("endpoint", member.endpoint());
        return out;
    }

    private static JsonObject write(final Settle settle) {
        final JsonObject out = new JsonObject();
        out.addProperty("number", settle.number());
        out.addProperty("kind", word(settle.kind()));
        out.add("next", tables(settle.next()));
        out.add("dead", numbers(settle.dead()));
        out.addProperty("sweep", settle.sweep());
        return out;
    }

    private static JsonObject write(final ServerOverride override) {
        final JsonObject out = new JsonObject();
        out.add("server", text(override.server()));
        if (override.weight() != ServerOverride.AS_CONFIGURED) {
            out.addProperty("weight", override.weight());
        }
        out.addProperty("drained", override.drained());
        return out;
    }

    private static JsonObject tables(final Map<Integer, PoolInputs> tables) {
        final JsonObject out = new JsonObject();
        new TreeMap<>(tables).forEach((pool, inputs) -> {
            final JsonObject table = new JsonObject();
            table.add("servers", MemberText.list(inputs.servers(), share -> {
                final JsonArray pair = new JsonArray(2);
                pair.add(share.server());
                pair.add(share.weight());
                return pair;
            }));
            table.add("replaced", MemberText.list(inputs.replaced(), RecordJson::numbers));
            out.add(Integer.toString(pool), table);
        });
        return out;
    }

    private static JsonArray numbers(final Collection<Integer> numbers) {
        return MemberText.list(numbers.stream().sorted().toList(), JsonPrimitive::new);
    }

    private static JsonArray ids(final Set<MemberId> ids) {
        return MemberText.list(ids.stream().sorted().toList(), id -> new JsonPrimitive(id.toString()));
    }

    private static JsonElement text(final ServerName server) {
        return new JsonPrimitive(server.toString());
    }

    private static String word(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static ClusterRecord read(final JsonPlace in) {
        final JsonPlace whole = in.field("version");
        final long version = whole.number(1, JsonPlace.MAX_EXACT);
        final List<Member> members = members(in.field("members"));
        final Registry registry = registry(in);
        final JsonPlace phaseAt = in.field("phase");
        final Phase phase = word(phaseAt, Phase.values());
        final Optional<Settle> settle = in.optional("settle").map(it -> settle(it, version, registry));
        if ((phase == Phase.STABLE) == settle.isPresent()) {
            throw phaseAt.wrong("'" + word(phase) + "' " + (settle.isPresent() ? "with" : "without") + " a settle");
        }
        return new ClusterRecord(version, in.field("epoch").number(0, version), agreement(in.field("agreement")),
                members, views(in.field("views")), Set.copyOf(in.field("stopped").distinct(MemberText::id)),
                in.field("crash").number(0, version), registry,
                tables(in.field("tables"), registry), phase, settle, overrides(in.field("overrides")));
    }

    private static Agreement agreement(final JsonPlace in) {
        final JsonPlace size = in.field("tableSize");
        final int tableSize = size.integer(2, TableSize.MAX);
        if (!TableSize.isValid(tableSize)) {
            throw size.wrong(tableSize + " is not a prime");
        }
        return new Agreement(in.field("seed").text(PRINTABLE, "a fingerprint"),
                in.field("key").text(PRINTABLE, "a fingerprint"), tableSize,
                in.field("validityMs").number(1, MAX_TIME_MS), in.field("idleMs").number(0, MAX_TIME_MS),
                in.field("synAckMs").number(0, MAX_TIME_MS));
    }

    private static List<Member> members(final JsonPlace in) {
        final List<JsonPlace> items = in.items();
        if (items.size() > MAX_MEMBERS) {
            throw in.wrong(items.size() + " members, " + MAX_MEMBERS + " are the most");
        }
        final List<Member> members = new ArrayList<>();
        final Set<String> names = new HashSet<>();
        for (final JsonPlace item : items) {
            final JsonPlace name = item.field("name");
            if (!names.add(MemberText.name(name))) {
                throw name.wrong("'" + MemberText.name(name) + "' is there twice");
            }
            final JsonPlace incarnation = item.field("incarnation");
            members.add(new Member(MemberText.id(incarnation, MemberText.name(name), incarnation.hex()),
                    item.field("endpoint").text(PRINTABLE, "an endpoint")));
        }
        return members;
    }

    private static List<Set<MemberId>> views(final JsonPlace in) {
        return in.items().stream().map(view -> Set.copyOf(view.distinct(MemberText::id))).toList();
    }

    private static Registry registry(final JsonPlace in) {
        final JsonPlace poolsAt = in.field("pools");
        final List<String> pools = poolsAt.distinct(MemberText::name);
        if (pools.size() > Exceptions.MAX_POOL + 1) {
            throw poolsAt.wrong(pools.size() + " pools, " + (Exceptions.MAX_POOL + 1) + " are the most");
        }
        final JsonPlace serversAt = in.field("servers");
        final List<ServerName> servers = serversAt.distinct(MemberText::server);
        if (servers.size() > Exceptions.MAX_SERVER + 1) {
            throw serversAt.wrong(servers.size() + " servers, " + (Exceptions.MAX_SERVER + 1) + " are the most");
        }
        return new Registry(pools, servers);
    }

    private static Map<Integer, PoolInputs> tables(final JsonPlace in, final Registry registry) {
        return new HashMap<>(in.numbered(registry.pools().size(), table -> new PoolInputs(
                shares(table.field("servers"), registry),
                table.field("replaced").items().stream().map(set -> numbers(set, registry)).toList())));
    }

    private static List<Share> shares(final JsonPlace in, final Registry registry) {
        final List<Share> shares = new ArrayList<>();
        for (final JsonPlace item : in.items()) {
            final List<JsonPlace> pair = item.items(2);
            final int server = pair.getFirst().index(registry.servers());
            if (!shares.isEmpty() && shares.getLast().server() >= server) {
                throw item.wrong("server " + server + " behind server " + shares.getLast().server());
            }
            shares.add(new Share(server, pair.getLast().integer(1, MemberText.MAX_WEIGHT)));
        }
        return shares;
    }

    private static Set<Integer> numbers(final JsonPlace in, final Registry registry) {
        return Set.copyOf(in.distinct(item -> item.index(registry.servers())));
    }

    private static Settle settle(final JsonPlace in, final long version, final Registry registry) {
        return new Settle(in.field("number").number(1, version), word(in.field("kind"), SettleKind.values()),
                tables(in.field("next"), registry), numbers(in.field("dead"), registry), in.field("sweep").flag());
    }

    private static List<ServerOverride> overrides(final JsonPlace in) {
        final Set<ServerName> servers = new HashSet<>();
        return in.items().stream().map(item -> {
            final JsonPlace server = item.field("server");
            final ServerName name = MemberText.server(server);
            if (!servers.add(name)) {
                throw server.wrong(name + " is there twice");
            }
            return new ServerOverride(name, item.optional("weight").map(it -> it.integer(0, MemberText.MAX_WEIGHT))
                    .orElse(ServerOverride.AS_CONFIGURED), item.field("drained").flag());
        }).toList();
    }

    private static <E extends Enum<E>> E word(final JsonPlace in, final E[] values) {
        final String text = in.text(MemberText.MAX_NAME);
        for (final E value : values) {
            if (word(value).equals(text)) {
                return value;
            }
        }
        throw in.wrong("unknown word '" + text + "'");
    }
}
