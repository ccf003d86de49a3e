package dev.directrix.director.plan;

import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.ServerConfig;
import dev.directrix.director.control.ServerName;
import dev.directrix.ecmp.Announcement;
import dev.directrix.maglev.TableSize;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads changes from words as a command line has them. Pure functions. */
public final class ChangeReader {

    private static final String FORMS = "a change is one of: director add NAME [W], director remove NAME...,"
        + " director weight NAME W, server add POOL/NAME ADDRESS [W], server remove|drain|enable NAME...,"
        + " server weight NAME W, table-size N";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private ChangeReader() {
    }

    /**
     * The changes that these words say; more than one where a command takes several names.
     *
     * @throws PlanException if they are none
     */
    public static List<Change> read(final List<String> words) {
        final String what = words.isEmpty() ? "" : words.getFirst();
        final List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        return switch (what) {
            case "director" -> director(verb(words), rest);
            case "server" -> server(verb(words), rest);
            case "table-size" -> List.of(new Change.ResizeTables(slots(only(words, 2).get(1))));
            default -> throw none(words);
        };
    }

    /**
     * As {@link #read}, of changes each of which is one text.
     *
     * @throws PlanException if one of them is none
     */
    public static List<Change> readAll(final List<String> changes) {
        return changes.stream().flatMap(change -> read(List.of(change.split(" ", -1))).stream()).toList();
    }

    private static String verb(final List<String> words) {
        if (words.size() < 3) {
            throw none(words);
        }
        return words.get(1);
    }

    private static List<Change> director(final String verb, final List<String> words) {
        return switch (verb) {
            case "add" -> List.of(new Change.AddDirector(words.get(1), words.size() == 2
                ? DirectorConfig.DEFAULT_WEIGHT : weight(only(words, 3).get(2), 1, Announcement.MAX_WEIGHT)));
            case "remove", "drain" -> each(words, Change.RemoveDirector::new);
            case "weight" -> List.of(new Change.WeighDirector(
                words.get(1), weight(only(words, 3).get(2), 1, Announcement.MAX_WEIGHT)));
            default -> throw new PlanException("there is no 'director " + verb + "' to plan; " + FORMS);
        };
    }

    private static List<Change> server(final String verb, final List<String> words) {
        return switch (verb) {
            case "add" -> List.of(addServer(words));
            case "remove" -> each(words, name -> new Change.RemoveServer(ServerName.parse(name)));
            case "drain" -> each(words, name -> new Change.DrainServer(ServerName.parse(name)));
            case "enable" -> each(words, name -> new Change.EnableServer(ServerName.parse(name)));
            case "weight" -> List.of(new Change.WeighServer(
                ServerName.parse(words.get(1)), weight(only(words, 3).get(2), 0, ServerConfig.MAX_WEIGHT)));
            default -> throw new PlanException("there is no 'server " + verb + "' to plan; " + FORMS);
        };
    }

    private static Change addServer(final List<String> words) {
        if (words.size() < 3) {
            throw new PlanException("server add " + words.get(1) + ": its address is missing; it decides which slots"
                + " the server gets: server add POOL/NAME ADDRESS [W]");
        }
        return new Change.AddServer(ServerName.parse(words.get(1)), address(words.get(2)), words.size() == 3
            ? ServerConfig.DEFAULT_WEIGHT : weight(only(words, 4).get(3), 0, ServerConfig.MAX_WEIGHT));
    }

    private static List<Change> each(final List<String> words, final Function<String, Change> change) {
        return words.stream().skip(1).map(change).toList();
    }

    private static List<String> only(final List<String> words, final int count) {
        if (words.size() != count) {
            throw none(words);
        }
        return words;
    }

    private static InetAddress address(final String text) {
        try {
            return AddressText.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new PlanException(e.getMessage());
        }
    }

    private static int weight(final String text, final int least, final int most) {
        final int weight = number(text);
        if (weight < least || weight > most) {
            throw new PlanException("weight " + text + " is not within " + least + ".." + most
                + (weight == 0 ? "; to take traffic away plan a 'director remove'" : ""));
        }
        return weight;
    }

    private static int slots(final String text) {
        try {
            return TableSize.require(number(text));
        } catch (final IllegalArgumentException e) {
            throw new PlanException("table-size: " + e.getMessage());
        }
    }

    private static int number(final String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new PlanException("'" + text + "' is no number; " + FORMS);
        }
        return Integer.parseInt(text);
    }

    private static PlanException none(final List<String> words) {
        return new PlanException("'" + String.join(" ", words) + "' is no change; " + FORMS);
    }
}
