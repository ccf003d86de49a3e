package dev.directrix.bgp.message;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One BGP message as tcpdump -v prints it, as facts that can be compared: what stands in its lines, without the words
 * around it. What it says about other address families, or calls damaged, is left out and named.
 */
final class TcpdumpText {

    private static final Pattern PACKET = Pattern.compile("^ {0,4}(\\d+)  \\d{4}-\\d\\d-\\d\\d .*");
    private static final Pattern MESSAGE = Pattern.compile("^\\t(\\S.*) Message \\((\\d+)\\), length: (\\d+)(.*)$");
    private static final Pattern ATTRIBUTE = Pattern.compile(
        "^ {0,2}([A-Z][A-Za-z0-9 -]*) \\((\\d+)\\), length: (\\d+)(?:, Flags \\[\\w*])?:? ?(.*)$");
    private static final Pattern CAPABILITY = Pattern.compile("^.+ \\((\\d+)\\), length: (\\d+).*$");
    private static final Pattern FAMILY =
        Pattern.compile("AFI:? [^(]*\\((\\d+)\\), (?:vendor specific )?SAFI:? [^(]*\\((\\d+)\\)(.*)");
    private static final Pattern ROUTE = Pattern.compile("^(\\S+/\\d+)(?:\\s+Path Id: (\\d+))?$");
    private static final Pattern NUMBERED = Pattern.compile("\\((\\d+)\\)");
    private static final Pattern EXTENDED = Pattern.compile(".*\\(0x([0-9a-f]{4})\\), Flags \\[[^]]*]: (\\S*).*");
    private static final Pattern HEX_LINE = Pattern.compile("^0x[0-9a-f]{4}:  ([0-9a-f ]+)$");
    private static final Pattern DAMAGE =
        Pattern.compile("\\[\\||invalid|illegal|too short|\\[bad|bogus|no room|ERROR");

    private final String kind;
    private final List<String> facts = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final SortedSet<Integer> attributes = new TreeSet<>();
    private boolean damaged;
    /** What the lines at hand belong to: an attribute, a capability, withdrawn or reachable routes. */
    private String section = "";
    private boolean foreign;
    private boolean undecoded;

    private TcpdumpText(final String kind) {
        this.kind = kind;
    }

    /** The messages of each packet, in order; of those that print one after a damaged one, too. */
    static List<List<TcpdumpText>> packets(final List<String> lines) {
        final List<List<TcpdumpText>> packets = new ArrayList<>();
        List<TcpdumpText> current = List.of();
        for (final String line : lines) {
            final Matcher packet = PACKET.matcher(line);
            final Matcher message = MESSAGE.matcher(line);
            if (packet.matches()) {
                current = new ArrayList<>();
                packets.add(current);
            } else if (message.matches()) {
                final TcpdumpText text = new TcpdumpText(message.group(1));
                text.header(message);
                current.add(text);
            } else if (!current.isEmpty()) {
                current.getLast().line(line);
            }
        }
        return packets;
    }

    /** What must be found. */
    List<String> facts() {
        return facts;
    }

    /** Type codes of all attributes, also of those that are not compared. */
    SortedSet<Integer> attributes() {
        return attributes;
    }

    /** What is not compared, and why. */
    List<String> leftOut() {
        return leftOut;
    }

    /** Whether tcpdump could not read the message to its end: then nothing of it is compared. */
    boolean damaged() {
        return damaged;
    }

    private void header(final Matcher message) {
        facts.add("type " + message.group(2) + " length " + message.group(3));
        final String rest = message.group(4);
        damaged |= rest.contains("[|");
        if (kind.equals("Notification")) {
            final int words = rest.indexOf(", Shutdown Communication");
            final Matcher numbers = NUMBERED.matcher(words < 0 ? rest : rest.substring(0, words));
            final StringBuilder codes = new StringBuilder("codes");
            while (numbers.find()) {
                codes.append(' ').append(numbers.group(1));
            }
            facts.add(codes.toString());
            if (words >= 0) {
                facts.add("text " + rest.substring(rest.indexOf('"', words) + 1, rest.lastIndexOf('"')));
            }
        }
    }

    private void line(final String line) {
        damaged |= line.contains("[|");
        if (kind.equals("Update")) {
            update(line);
        } else if (kind.equals("Open")) {
            open(line.strip());
        } else if (kind.equals("Route Refresh")) {
            refresh(line.strip());
        }
    }

    private void update(final String line) {
        final String text = line.replaceFirst("^\\t", "");
        final Matcher attribute = ATTRIBUTE.matcher(text);
        final String words = line.strip();
        if (text.startsWith("  ") && !text.startsWith("   ") && attribute.matches()
            && !attributes.add(Integer.valueOf(attribute.group(2)))) {
            section = "";
            leftOut.add("repeated (RFC 7606 §3 g): " + words);
            return;
        }
        if (words.equals("Withdrawn routes:") || words.equals("Updated routes:")) {
            section = words.startsWith("W") ? "withdrawn" : "reachable";
            foreign = false;
            undecoded = false;
        } else if (text.startsWith("  ") && !text.startsWith("   ") && attribute.matches()) {
            section = attribute.group(2);
            foreign = false;
            undecoded = false;
            value(attribute.group(4).strip());
        } else if (!section.isEmpty()) {
            detail(words);
        }
    }

    private void value(final String words) {
        if (DAMAGE.matcher(words).find()) {
            leftOut.add("attribute " + section + " is damaged: " + words);
            attributes.remove(Integer.valueOf(section));
            section = "";
        } else if (!words.isEmpty()) {
            facts.add(section + " " + words);
        }
    }

    private void detail(final String words) {
        final Matcher hex = HEX_LINE.matcher(words);
        if (DAMAGE.matcher(words).find()) {
            facts.removeIf(fact -> fact.startsWith(section + " "));
            leftOut.add(section + " is damaged: " + words);
            section = "";
        } else if (words.startsWith("no Attribute")) {
            undecoded = true;
        } else if (!hex.matches()) {
            decoded(words);
        } else if (undecoded) {
            facts.add(section + " hex " + hex.group(1).replace(" ", ""));
        }
    }

    private void decoded(final String words) {
        final Matcher family = FAMILY.matcher(words);
        final Matcher route = ROUTE.matcher(words);
        final Matcher extended = EXTENDED.matcher(words);
        if (foreign) {
            leftOut.add("other family: " + words);
        } else if (family.matches()) {
            facts.add(section + " family " + family.group(1) + "/" + family.group(2));
            foreign = !family.group(2).equals("1") || Integer.parseInt(family.group(1)) > 2;
        } else if (words.startsWith("nexthop: ")) {
            facts.add(section + " nexthop " + words.substring(9, words.indexOf(", nh-length")));
        } else if (route.matches()) {
            facts.add(section + " " + route.group(1) + (route.group(2) == null ? "" : " path " + route.group(2)));
        } else if (extended.matches()) {
            final boolean known = words.startsWith("target") || words.startsWith("origin");
            facts.add(section + " 0x" + extended.group(1) + (known ? " " + extended.group(2) : ""));
        } else if (words.startsWith("AIGP TLV (1)")) {
            facts.add(section + " metric " + words.substring(words.lastIndexOf(' ') + 1));
        } else if (section.equals("32")) {
            Stream.of(words.split(", ")).forEach(community -> facts.add(section + " " + community));
        } else {
            leftOut.add("attribute " + section + ": " + words);
        }
    }

    private void open(final String words) {
        final Matcher head = CAPABILITY.matcher(words);
        final Matcher family = FAMILY.matcher(words);
        final Matcher hex = HEX_LINE.matcher(words);
        if (words.startsWith("Version")) {
            facts.add(words);
        } else if (words.startsWith("Option")) {
            section = "";
        } else if (head.matches()) {
            section = head.group(1);
            facts.add("capability " + section + " length " + head.group(2));
        } else if (family.matches()) {
            facts.add(section + " family " + family.group(1) + "/" + family.group(2) + family.group(3));
        } else if (hex.matches()) {
            facts.add(section + " hex " + hex.group(1).replace(" ", ""));
        } else if (!words.startsWith("no decoder")) {
            facts.add(section + " " + words);
        }
    }

    private void refresh(final String words) {
        final Matcher family = FAMILY.matcher(words);
        if (family.matches()) {
            final Matcher subtype = NUMBERED.matcher(family.group(3));
            facts.add("family " + family.group(1) + "/" + family.group(2)
                + (subtype.find() ? " subtype " + subtype.group(1) : ""));
        } else {
            leftOut.add("route filters (RFC 5291): " + words);
        }
    }
}
