package dev.directrix.bgp.exabgp.api;

import dev.directrix.bgp.wire.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a command line. Both forms are taken at any time: {@code announce route ...}, {@code neighbor A announce ...}
 * (versions 4 and 5) and {@code peer A announce ...}, {@code daemon reload} (version 6). Stateless and thread-safe.
 */
public final class CommandParser {

    private static final String NOT_SUPPORTED =
        " is not supported: this speaker announces IPv4 and IPv6 unicast routes only";

    /**
     * Reads one line.
     *
     * @throws ApiException if it is no command, or one of a feature that this speaker does not have
     */
    public ApiCommand parse(final String line) {
        if (line.strip().startsWith("#")) {
            return new ApiCommand.Comment();
        }
        Words words = Words.of(line);
        if (words.last().equals("json") || (words.last().equals("text") && !line.contains("ping"))) {
            words = words.withoutLast();
        }
        if (words.isEmpty()) {
            return new ApiCommand.Comment();
        }
        final ApiCommand command = command(words);
        words.end();
        return command;
    }

    /** Whether the answer is to be JSON: the last word says so. */
    public static boolean asksForJson(final String line) {
        return line.strip().endsWith(" json");
    }

    private static ApiCommand command(final Words words) {
        final String first = words.take("a command");
        return switch (first) {
            case "daemon" -> daemon(words);
            case "session" -> session(words);
            case "system" -> system(words);
            case "rib" -> rib(words, NeighborSelector.ALL);
            case "peer" -> peer(words);
            case "group" -> group(words);
            case "neighbor" -> forNeighbors(words, NeighborSelector.read(words, false));
            case "announce", "withdraw" -> change(words, NeighborSelector.ALL, first.equals("announce"));
            case "teardown" -> teardown(words, NeighborSelector.ALL);
            case "show" -> show(words, NeighborSelector.ALL);
            case "flush", "clear" -> adjRib(words, first, NeighborSelector.ALL);
            case "create", "delete" -> createOrDelete(words, first.equals("create"));
            case "api" -> {
                expect(words, "version");
                yield apiVersion(words);
            }
            default -> simple(first, words);
        };
    }

    private static ApiCommand simple(final String first, final Words words) {
        return switch (first) {
            case "shutdown" -> new ApiCommand.Shutdown();
            case "reload" -> new ApiCommand.Reload();
            case "restart" -> new ApiCommand.Restart();
            case "status" -> new ApiCommand.Status();
            case "reset" -> new ApiCommand.Reset();
            case "version" -> new ApiCommand.Version();
            case "help" -> new ApiCommand.Help();
            case "queue-status" -> new ApiCommand.QueueStatus();
            case "ping" -> ping(words);
            case "bye" -> {
                words.rest();
                yield new ApiCommand.Bye();
            }
            case "enable-ack" -> new ApiCommand.Acknowledge(ApiCommand.AckMode.ENABLE);
            case "disable-ack" -> new ApiCommand.Acknowledge(ApiCommand.AckMode.DISABLE);
            case "silence-ack" -> new ApiCommand.Acknowledge(ApiCommand.AckMode.SILENCE);
            case "enable-sync" -> new ApiCommand.Sync(true);
            case "disable-sync" -> new ApiCommand.Sync(false);
            default -> throw unknown(first);
        };
    }

    private static ApiCommand daemon(final Words words) {
        final String what = words.take("shutdown, reload, restart or status");
        return switch (what) {
            case "shutdown", "reload", "restart", "status" -> simple(what, words);
            default -> throw unknown("daemon " + what);
        };
    }

    private static ApiCommand session(final Words words) {
        final String what = words.take("ack, sync, reset, ping or bye");
        return switch (what) {
            case "ack" -> simple(words.take("enable, disable or silence") + "-ack", words);
            case "sync" -> simple(words.take("enable or disable") + "-sync", words);
            case "reset", "ping", "bye" -> simple(what, words);
            default -> throw unknown("session " + what);
        };
    }

    private static ApiCommand system(final Words words) {
        final String what = words.take("help, version, queue-status or api version");
        return switch (what) {
            case "help", "version", "queue-status" -> simple(what, words);
            case "api" -> {
                expect(words, "version");
                yield apiVersion(words);
            }
            default -> throw unknown("system " + what);
        };
    }

    private static ApiCommand apiVersion(final Words words) {
        if (words.isEmpty()) {
            return new ApiCommand.ApiVersion(Optional.empty());
        }
        final String version = words.take("4 or 6");
        if (!version.equals("4") && !version.equals("6")) {
            throw new ApiException("there is no API version " + version + ": it is 4 or 6");
        }
        return new ApiCommand.ApiVersion(Optional.of(Integer.valueOf(version)));
    }

    private static ApiCommand ping(final Words words) {
        return new ApiCommand.Ping(List.of(words.rest().toLowerCase(Locale.ROOT).split(" ", -1)).contains("text"));
    }

    private static ApiCommand peer(final Words words) {
        final String next = words.peek();
        return switch (next) {
            case "list" -> {
                words.take("list");
                yield new ApiCommand.ListPeers();
            }
            case "show" -> {
                words.take("show");
                yield showNeighbor(words, NeighborSelector.ALL);
            }
            case "create", "delete" -> {
                words.take(next);
                yield next.equals("create") ? create(words) : new ApiCommand.DeleteNeighbor(selector(words));
            }
            default -> forNeighbors(words, selector(words));
        };
    }

    private static NeighborSelector selector(final Words words) {
        return NeighborSelector.read(words, words.next("["));
    }

    private static ApiCommand createOrDelete(final Words words, final boolean create) {
        if (!words.next("neighbor")) {
            expect(words, "peer");
        }
        return create ? create(words) : new ApiCommand.DeleteNeighbor(selector(words));
    }

    private static ApiCommand create(final Words words) {
        final String address = words.take("the address of a neighbor");
        final List<String> settings = new ArrayList<>();
        final List<String> programs = new ArrayList<>();
        while (!words.isEmpty()) {
            final String key = words.take("a key");
            final String value = words.take("a value for " + key);
            if (key.equals("api")) {
                programs.add(value);
            } else {
                settings.add(key + " " + value);
            }
        }
        return new ApiCommand.CreateNeighbor(address, settings, programs);
    }

    private static ApiCommand forNeighbors(final Words words, final NeighborSelector who) {
        final String action = words.take("announce, withdraw, teardown, show, flush or clear");
        return switch (action) {
            case "announce", "withdraw" -> change(words, who, action.equals("announce"));
            case "teardown" -> teardown(words, who);
            case "show" -> words.peek().equals("adj-rib") || words.peek().equals("neighbor")
                ? show(words, who) : showNeighbor(words, who);
            case "flush", "clear" -> adjRib(words, action, who);
            case "rib" -> rib(words, who);
            case "group" -> inlineGroup(words, who);
            case "routes" -> throw new ApiException(
                "'routes' is not supported: use announce route, withdraw route and show adj-rib out");
            default -> throw unknown(action);
        };
    }

    private static ApiCommand teardown(final Words words, final NeighborSelector who) {
        final String code = words.take("the subcode of the Cease");
        try {
            final int subcode = Integer.parseInt(code);
            if (subcode >= 0 && subcode <= 255) {
                return new ApiCommand.Teardown(who, subcode);
            }
        } catch (final NumberFormatException e) {
            throw new ApiException("teardown takes a number, not '" + code + "'");
        }
        throw new ApiException("teardown takes a number within 0..255, not " + code);
    }

    private static ApiCommand show(final Words words, final NeighborSelector who) {
        if (words.next("neighbor")) {
            return showNeighbor(words, who);
        }
        expect(words, "adj-rib");
        return showRib(words, who);
    }

    private static ApiCommand showNeighbor(final Words words, final NeighborSelector who) {
        ApiCommand.ShowForm form = ApiCommand.ShowForm.UNSPECIFIED;
        NeighborSelector shown = who;
        while (!words.isEmpty()) {
            final String word = words.take("an option");
            switch (word) {
                case "summary" -> form = ApiCommand.ShowForm.SUMMARY;
                case "extensive" -> form = ApiCommand.ShowForm.EXTENSIVE;
                case "configuration" -> form = ApiCommand.ShowForm.CONFIGURATION;
                default -> shown = NeighborSelector.of(word);
            }
        }
        return new ApiCommand.ShowNeighbor(shown, form);
    }

    private static ApiCommand rib(final Words words, final NeighborSelector who) {
        final String action = words.take("show, flush or clear");
        return switch (action) {
            case "show" -> showRib(words, who);
            case "flush", "clear" -> inOrOut(words, action, who);
            default -> throw unknown("rib " + action);
        };
    }

    private static ApiCommand showRib(final Words words, final NeighborSelector who) {
        final boolean received = isIn(words);
        boolean extensive = false;
        NeighborSelector shown = who;
        while (!words.isEmpty()) {
            final String word = words.take("an option");
            switch (word) {
                case "extensive" -> extensive = true;
                case "inet", "routes" -> {
                    // Everything here is that.
                }
                case "flow", "l2vpn" -> throw new ApiException(word + NOT_SUPPORTED);
                default -> shown = NeighborSelector.of(word);
            }
        }
        return new ApiCommand.ShowRib(shown, received, extensive);
    }

    private static ApiCommand adjRib(final Words words, final String action, final NeighborSelector who) {
        expect(words, "adj-rib");
        return inOrOut(words, action, who);
    }

    private static ApiCommand inOrOut(final Words words, final String action, final NeighborSelector who) {
        final boolean in = isIn(words);
        if (action.equals("clear")) {
            return new ApiCommand.ClearRib(who, in);
        }
        if (in) {
            throw new ApiException("only adj-rib out can be flushed");
        }
        return new ApiCommand.FlushRib(who);
    }

    private static boolean isIn(final Words words) {
        final String direction = words.take("in or out");
        return switch (direction) {
            case "in" -> true;
            case "out" -> false;
            default -> throw new ApiException("adj-rib is 'in' or 'out', not '" + direction + "'");
        };
    }

    private static ApiCommand change(final Words words, final NeighborSelector who, final boolean announce) {
        final String verb = announce ? "announce" : "withdraw";
        final String kind = words.peek();
        return switch (kind) {
            case "route" -> routes(words, who, announce, ApiCommand.RouteKind.ROUTE);
            case "attribute", "attributes" -> routes(words, who, announce, ApiCommand.RouteKind.ATTRIBUTES);
            case "ipv4", "ipv6" -> routes(words, who, announce, ApiCommand.RouteKind.FAMILY);
            case "watchdog" -> watchdog(words, announce);
            case "flow", "vpls", "l2vpn", "operational" -> throw new ApiException(verb + " " + kind + NOT_SUPPORTED);
            case "" -> throw new ApiException(
                verb + " what? route, attributes, ipv4 unicast, ipv6 unicast or watchdog");
            case "eor" -> marker(words, who, announce);
            case "route-refresh" -> marker(words, who, announce);
            default -> throw unknown(verb + " " + kind);
        };
    }

    private static ApiCommand marker(final Words words, final NeighborSelector who, final boolean announce) {
        final String kind = words.take("what to announce");
        if (!announce) {
            throw new ApiException("'" + kind + "' can be announced, but not withdrawn");
        }
        if (kind.equals("route-refresh")) {
            return new ApiCommand.Refresh(who, family(words));
        }
        return new ApiCommand.EndOfRib(who, words.isEmpty() ? Family.IPV4_UNICAST : family(words));
    }

    private static Family family(final Words words) {
        final String afi = words.take("ipv4 unicast or ipv6 unicast");
        final String safi = words.take("unicast");
        if (safi.equals("unicast") && afi.equals("ipv4")) {
            return Family.IPV4_UNICAST;
        }
        if (safi.equals("unicast") && afi.equals("ipv6")) {
            return Family.IPV6_UNICAST;
        }
        throw new ApiException(afi + " " + safi + NOT_SUPPORTED);
    }

    private static ApiCommand watchdog(final Words words, final boolean announce) {
        expect(words, "watchdog");
        return new ApiCommand.Watchdog(announce,
            words.isEmpty() ? Optional.empty() : Optional.of(words.take("a name")));
    }

    private static ApiCommand.Routes routes(
        final Words words, final NeighborSelector who, final boolean announce, final ApiCommand.RouteKind kind) {
        final Words text = words.last().equals("sync") || words.last().equals("async") ? words.withoutLast() : words;
        final Optional<Boolean> sync = text == words ? Optional.empty() : Optional.of(words.last().equals("sync"));
        final List<String> left = text.left();
        words.rest();
        if (left.size() < 2) {
            throw new ApiException((announce ? "announce " : "withdraw ") + left.getFirst() + " what?");
        }
        if (kind == ApiCommand.RouteKind.FAMILY && !left.get(1).equals("unicast")) {
            throw new ApiException(left.get(0) + " " + left.get(1) + NOT_SUPPORTED);
        }
        return new ApiCommand.Routes(who, announce, kind, String.join(" ", left), sync);
    }

    private static ApiCommand group(final Words words) {
        final String what = words.take("start or end");
        return switch (what) {
            case "start" -> new ApiCommand.GroupStart();
            case "end" -> new ApiCommand.GroupEnd();
            default -> throw unknown("group " + what);
        };
    }

    private static ApiCommand inlineGroup(final Words words, final NeighborSelector who) {
        final List<ApiCommand.Routes> changes = new ArrayList<>();
        for (final String part : Arrays.stream(words.rest().split(";", -1)).filter(text -> !text.isBlank()).toList()) {
            final Words command = Words.of(part);
            final String verb = command.take("announce or withdraw");
            final boolean announce = verb.equals("announce");
            if ((announce || verb.equals("withdraw"))
                && change(command, who, announce) instanceof ApiCommand.Routes routes) {
                changes.add(routes);
            } else {
                throw new ApiException("a group holds announce and withdraw commands of routes, not '"
                    + part.strip() + "'");
            }
        }
        if (changes.isEmpty()) {
            throw new ApiException("the group is empty");
        }
        return new ApiCommand.Group(changes);
    }

    private static void expect(final Words words, final String word) {
        if (!words.next(word)) {
            throw new ApiException(words.isEmpty()
                ? "'" + word + "' is missing at the end" : "'" + word + "' is expected, not '" + words.peek() + "'");
        }
    }

    private static ApiException unknown(final String command) {
        return new ApiException("'" + command + "' is no command; 'help' lists them");
    }
}
