package dev.directrix.director.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value of the file and its place. Each reading method gives the value, or reports what is wrong with it and gives
 * nothing, so that reading goes on and finds the other errors too.
 */
final class Value {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

    private final Reading reading;
    private final String path;
    private final String pattern;
    private final Node node;

    private Value(final Reading reading, final String path, final String pattern, final Node node) {
        this.reading = reading;
        this.path = path;
        this.pattern = pattern;
        this.node = node;
        reading.place(path, position());
    }

    /** The whole file. */
    static Value root(final Reading reading, final Node node) {
        return new Value(reading, "", "", node);
    }

    /** The value of a key that the reference names. */
    Value child(final String key, final Node value) {
        return new Value(reading, below(path, key), below(pattern, key), value);
    }

    /** The value of a key that the user chose. */
    Value named(final String key, final Node value) {
        return new Value(reading, below(path, key), below(pattern, "*"), value);
    }

    private static String below(final String parent, final String key) {
        return parent.isEmpty() ? key : parent + "." + key;
    }

    static Position positionOf(final Node node) {
        return node.getStartMark().map(Value::positionOf).orElse(Position.START);
    }

    static Position positionOf(final Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    Reading reading() {
        return reading;
    }

    String path() {
        return path;
    }

    /** The path as {@link ConfigOption#path()} has it. */
    String pattern() {
        return pattern;
    }

    Position position() {
        return positionOf(node);
    }

    /** Reports what is wrong here. */
    <T> Optional<T> error(final String message) {
        reading.error(position(), prefix() + message);
        return Optional.empty();
    }

    void warn(final String message) {
        reading.warn(position(), prefix() + message);
    }

    private String prefix() {
        return path.isEmpty() ? "" : path + ": ";
    }

    Optional<String> text() {
        if (!(node instanceof ScalarNode scalar)) {
            return error("one value is expected here, not " + kind() + "; write " + lastKey() + ": VALUE");
        }
        if (!node.getTag().getValue().startsWith(Tag.PREFIX)) {
            return error("the tag " + node.getTag().getValue() + " means nothing here; remove it");
        }
        if (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank()) {
            return error("there is no value; write one or remove the key");
        }
        return Optional.of(scalar.getValue());
    }

    /** Reads text in a form of its own; the parser's {@link IllegalArgumentException} says what is wrong. */
    <T> Optional<T> parsed(final Function<String, T> parser) {
        return text().flatMap(text -> {
            try {
                return Optional.of(parser.apply(text));
            } catch (final IllegalArgumentException e) {
                return error(e.getMessage());
            }
        });
    }

    Optional<String> name() {
        return text().flatMap(text -> NAME.matcher(text).matches()
            ? Optional.of(text)
            : error("'" + text + "' is not a name; use up to 63 letters, digits, '-', '_' and '.',"
                + " beginning with a letter or digit"));
    }

    Optional<Integer> integer(final int min, final int max) {
        return number(min, max).map(Long::intValue);
    }

    Optional<Long> number(final long min, final long max) {
        return text().flatMap(text -> {
            if (!text.matches("-?\\d{1,18}")) {
                return error("'" + text + "' is not a whole number; write one within " + min + ".." + max);
            }
            final long number = Long.parseLong(text);
            return number >= min && number <= max
                ? Optional.of(number)
                : error(text + " is out of range; write a number within " + min + ".." + max);
        });
    }

    Optional<Integer> size(final int min, final int max) {
        return parsed(SizeText::parse).flatMap(size -> size >= min && size <= max
            ? Optional.of(size.intValue())
            : error(size + " is out of range; write a size within " + min + ".." + max));
    }

    Optional<Duration> duration(final Duration min, final Duration max) {
        return parsed(DurationText::parse).flatMap(duration ->
            duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0
                ? Optional.of(duration)
                : error(DurationText.format(duration) + " is out of range; write a time within "
                    + DurationText.format(min) + ".." + DurationText.format(max)));
    }

    Optional<Boolean> flag() {
        return oneOf(Map.of("true", true, "false", false), Set.of());
    }

    /**
     * Reads one of some words.
     *
     * @param known what each word means
     * @param later words of the design that this version does not serve
     */
    <T> Optional<T> oneOf(final Map<String, T> known, final Set<String> later) {
        return text().flatMap(text -> {
            if (known.containsKey(text)) {
                return Optional.of(known.get(text));
            }
            final String choice = known.size() == 1 ? "use " : "use one of ";
            final String words = String.join(", ", known.keySet().stream().sorted().toList());
            final String problem = later.contains(text) ? "' is not in this version yet; " : "' is unknown; ";
            return error("'" + text + problem + choice + words);
        });
    }

    Optional<InetAddress> address() {
        return parsed(AddressText::parse);
    }

    /** An address that a packet can be sent to. */
    Optional<InetAddress> forwardedAddress(final String whose) {
        return address().flatMap(address -> {
            if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.isLoopbackAddress()
                || (address.isLinkLocalAddress() && !(address instanceof Inet4Address))
                || (address.getAddress()[0] & 0xff) >= 240) {
                return error(AddressText.format(address) + " cannot be the address of a " + whose
                    + "; use a unicast address");
            }
            return Optional.of(address);
        });
    }

    Optional<Path> file() {
        return text().map(text -> reading.resolve(Path.of(text)));
    }

    /** Reads a mapping with the keys that the reference knows for this place. */
    Optional<Section> section() {
        return mapping().map(mapping -> Section.of(this, mapping));
    }

    /** Reads a mapping whose keys the user chooses. */
    Map<String, Value> namedValues() {
        return mapping().map(mapping -> Section.values(this, mapping, this::named)).orElse(Map.of());
    }

    private Optional<MappingNode> mapping() {
        return node instanceof MappingNode mapping
            ? Optional.of(mapping)
            : error("a section is expected here, not " + kind() + "; write keys below it, each as key: value");
    }

    /** Reads a list; an empty one is an error. */
    List<Value> items() {
        if (!(node instanceof SequenceNode sequence)) {
            error("a list is expected here, not " + kind() + "; write " + lastKey()
                + ": [...] or one '- ' line an item");
            return List.of();
        }
        if (sequence.getValue().isEmpty()) {
            error("the list is empty; add an item or remove the key");
        }
        final List<Value> items = new ArrayList<>();
        for (final Node item : sequence.getValue()) {
            items.add(new Value(reading, path + "[" + items.size() + "]", pattern + "[]", item));
        }
        return items;
    }

    /** Reads a list, or one value in its place. */
    List<Value> oneOrMore() {
        return node instanceof ScalarNode ? List.of(this) : items();
    }

    private String kind() {
        return switch (node) {
            case MappingNode _ -> "a section";
            case SequenceNode _ -> "a list";
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "nothing";
            default -> "a single value";
        };
    }

    private String lastKey() {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
