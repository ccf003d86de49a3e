package dev.directrix.director.cli;

import dev.directrix.director.cli.Paint.Tone;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.control.TraceEntry;
import dev.directrix.forwarder.trace.PacketText;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * A traced packet for people.
 *
 * @param paint colours
 * @param zone  of the times
 */
record TraceText(Paint paint, ZoneId zone) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");

    /** One line; a second one when the packet left with other headers than it came with. */
    String text(final TraceEntry entry) {
        final String came = PacketText.of(HexFormat.of().parseHex(entry.in()));
        final StringBuilder text = new StringBuilder(TIME.format(entry.time().atZone(zone))).append(" w")
            .append(entry.worker()).append(' ').append(entry.from()).append(' ').append(came).append(", ")
            .append(entry.inLength()).append(" octets: ").append(outcome(entry));
        if (!entry.out().isEmpty()) {
            final String left = PacketText.of(HexFormat.of().parseHex(entry.out()));
            if (!left.equals(came)) {
                text.append("\n    sent as ").append(left).append(", ").append(entry.outLength()).append(" octets");
            }
        }
        return text.toString();
    }

    private String outcome(final TraceEntry entry) {
        final StringBuilder text = new StringBuilder();
        if (entry.fate().equals("dropped")) {
            text.append(paint.apply(Tone.BAD, "dropped")).append(entry.reason().map(it -> " " + it).orElse(""));
        } else if (entry.server().isPresent()) {
            text.append(paint.apply(Tone.GOOD, "sent")).append(" to ").append(entry.server().get())
                .append(entry.address().map(it -> " (" + AddressText.format(it) + ")").orElse(""));
        } else {
            text.append(entry.fate());
        }
        entry.to().ifPresent(it -> text.append(" by ").append(it));
        text.append(": ").append(entry.why());
        entry.slot().ifPresent(slot -> text.append(", slot ").append(slot));
        return text.toString();
    }
}
