package dev.directrix.bgp.exabgp.decode;

import dev.directrix.bgp.attribute.AttributeFlags;
import dev.directrix.bgp.attribute.AttributeRegistry;
import dev.directrix.bgp.attribute.ErrorPolicy;
import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.MpUnreach;
import dev.directrix.bgp.attribute.Problem;
import dev.directrix.bgp.attribute.Treatment;
import dev.directrix.bgp.attribute.UpdateError;
import dev.directrix.bgp.capability.CapabilityRegistry;
import dev.directrix.bgp.exabgp.event.Event;
import dev.directrix.bgp.exabgp.event.EventDirection;
import dev.directrix.bgp.exabgp.event.EventEncoder;
import dev.directrix.bgp.exabgp.event.EventSource;
import dev.directrix.bgp.exabgp.event.Fault;
import dev.directrix.bgp.exabgp.text.FamilyText;
import dev.directrix.bgp.message.ErrorCode;
import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.MessageHeader;
import dev.directrix.bgp.message.Notification;
import dev.directrix.bgp.message.ProtocolException;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Octets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns hexadecimal messages into events, one line for each. Not thread-safe: it counts them. */
public final class HexDecoder {

    private final MessageDecoder decoder = new MessageDecoder(
        AttributeRegistry.standard(), CapabilityRegistry.standard(), HexDecoder::treatment);
    private final EventEncoder encoder;
    private final DecodeSession session;
    private final EventSource source;
    private long counter;

    /**
     * A decoder for one session.
     *
     * @param encoder how events are written
     * @param session what the messages belong to
     * @param source  who tells the events
     */
    public HexDecoder(final EventEncoder encoder, final DecodeSession session, final EventSource source) {
        this.encoder = encoder;
        this.session = session;
        this.source = source;
    }

    /**
     * What became of one message.
     *
     * @param text the event, without the end of its last line
     * @param good whether nothing was wrong
     */
    public record Decoded(String text, boolean good) {
    }

    /**
     * Decodes a line of hexadecimal text: one message, several one behind the other, or the body of one UPDATE. Never
     * fails: what is wrong becomes an event of type {@code error}.
     */
    public List<Decoded> decode(final String line) {
        final byte[] octets;
        try {
            octets = HexMessages.octets(line);
        } catch (final IllegalArgumentException e) {
            return List.of(tell(malformed(Fault.noMessage(e.getMessage()))));
        }
        return HexMessages.split(octets).stream().map(this::event).map(this::tell).toList();
    }

    private Event event(final byte[] octets) {
        try {
            if (octets.length >= MessageHeader.LENGTH) {
                final int told = MessageHeader.messageLength(octets, session.context().maxMessageSize());
                if (told != octets.length) {
                    throw badLength(octets, "the header says " + told + " octets, but " + octets.length + " are there");
                }
            }
            final Message message = decoder.decode(octets, session.context());
            final List<Fault> faults = message instanceof Update update ? faults(update) : List.of();
            return faults.isEmpty()
                ? new Event.Parsed(EventDirection.IN, message, Optional.empty(), Optional.empty())
                : new Event.Malformed(EventDirection.IN, faults, Optional.of((Update) message));
        } catch (final ProtocolException e) {
            return malformed(Fault.of(e));
        }
    }

    /**
     * An attribute that nobody knows is told, not blamed, if it has the Partial bit: it was passed on unknown, as
     * ExaBGP's generic attributes pretend to be, well-known or not.
     */
    private static boolean passedOn(final Problem problem) {
        return problem.kind() == Problem.Kind.UNRECOGNIZED && problem.data().length() > 0
            && (problem.data().at(0) & AttributeFlags.PARTIAL) != 0;
    }

    private static Treatment treatment(final Problem problem) {
        return passedOn(problem) ? Treatment.ATTRIBUTE_DISCARD : ErrorPolicy.RFC_7606.treat(problem);
    }

    /** What is wrong with an UPDATE that was survived. */
    private List<Fault> faults(final Update update) {
        final List<Fault> faults = new ArrayList<>();
        for (final Problem problem : update.problems()) {
            if (!passedOn(problem)) {
                faults.add(Fault.of(problem, treatment(problem)));
            }
        }
        Stream.concat(
                update.attribute(MpReach.class).map(MpReach::family).stream(),
                update.attribute(MpUnreach.class).map(MpUnreach::family).stream())
            .filter(family -> !session.families().contains(family)).distinct()
            .forEach(family -> faults.add(notAgreed(family)));
        faults.sort(Comparator.comparing((Fault fault) -> fault.treatment().map(Treatment::ordinal).orElse(-1))
            .reversed());
        return faults;
    }

    /** RFC 4760 §7: what is wrong with a family leads to ignoring it. */
    private static Fault notAgreed(final Family family) {
        return Fault.of(new Problem(Problem.Kind.ROUTES, 0, UpdateError.OPTIONAL_ATTRIBUTE,
            FamilyText.of(family) + " was not agreed on", Optional.of(family), Treatment.AFI_SAFI_DISABLE,
            Octets.EMPTY), Treatment.AFI_SAFI_DISABLE);
    }

    private static Event malformed(final Fault fault) {
        return new Event.Malformed(EventDirection.IN, List.of(fault), Optional.empty());
    }

    private static ProtocolException badLength(final byte[] octets, final String text) {
        return new ProtocolException(
            Notification.of(ErrorCode.MESSAGE_HEADER, ErrorCode.BAD_MESSAGE_LENGTH, Octets.of(octets[16], octets[17])),
            text);
    }

    private Decoded tell(final Event event) {
        counter++;
        return new Decoded(encoder.encode(event, session.neighbor(), source.stamp(counter)).orElseThrow(),
            !(event instanceof Event.Malformed));
    }
}
