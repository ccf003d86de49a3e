package dev.directrix.bgp.rib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.Med;
import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.MpUnreach;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.MessageEncoder;
import dev.directrix.bgp.message.RouteRefreshMessage;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Prefix;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random changes, refreshes and back-pressure: whatever happens, what the neighbour made of the octets is what
 * is desired in the end, and nothing is kept for longer.
 */
class AdjRibOutModelTest {

    private static final Set<Family> BOTH = Set.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST);
    private static final int STEPS = 3_000;

    /** What should be there: the paths of each prefix in the order in which they were last announced. */
    private final Map<Prefix, LinkedHashMap<Long, Long>> desired = new HashMap<>();
    /** What the neighbour knows, as it reads the messages. */
    private final Map<Nlri, Long> known = new HashMap<>();
    /** What it has not heard again since the mark of a refresh's beginning. */
    private final Map<Family, Set<Nlri>> stale = new HashMap<>();
    private final Set<Family> endsOfRib = new HashSet<>();

    @ParameterizedTest
    @CsvSource({
        "FULL, false, false, 4096", "FULL, true, true, 4096", "NONE, false, true, 4096", "NONE, true, false, 65535",
        "IPV4_ANNOUNCEMENTS, false, true, 4096", "FULL, false, true, 65535"})
    void shouldLeaveTheNeighborWithWhatIsDesired(
        final UpdatePacking packing, final boolean addPath, final boolean enhanced, final int size) {
        final CodecContext context = new CodecContext(true, true, addPath ? BOTH : Set.of(), size);
        final AdjRibOut rib = new AdjRibOut(BOTH, new UpdateEncoder(MessageEncoder.standard(), context),
            new AdjRibOut.Options(packing, true, enhanced));
        final Random random = new Random(20261121 + size);
        for (int step = 0; step < STEPS; step++) {
            change(rib, random);
            for (int sends = random.nextInt(4); sends > 0; sends--) {
                rib.poll().ifPresent(message -> hear(message, context));
            }
            assertThat(rib.pending()).isLessThanOrEqualTo(120);
        }
        for (Optional<byte[]> message = rib.poll(); message.isPresent(); message = rib.poll()) {
            hear(message.get(), context);
        }
        assertThat(known).isEqualTo(expected(addPath));
        assertThat(rib.announced()).isEqualTo(known.size());
        assertThat(rib.hasPending()).isFalse();
        assertThat(stale).isEmpty();
        assertThat(endsOfRib).isEqualTo(BOTH);
    }

    private void change(final AdjRibOut rib, final Random random) {
        final int number = random.nextInt(20);
        final Prefix prefix = random.nextBoolean()
            ? Prefix.of(new byte[] {(byte) 192, 0, 2, (byte) number}, 32)
            : Prefix.of(new byte[] {0x20, 1, 0xd, (byte) 0xb8, 0, (byte) number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 48);
        final long path = 1L + random.nextInt(3);
        final Nlri nlri = new Nlri(prefix, path);
        switch (random.nextInt(20)) {
            case 0 -> rib.refresh(nlri.family());
            case 1 -> rib.resend(nlri.family());
            case 2, 3, 4, 5, 6, 7 -> {
                Optional.ofNullable(desired.get(prefix)).ifPresent(paths -> paths.remove(path));
                if (random.nextBoolean()) {
                    rib.remove(nlri);
                } else {
                    rib.withdraw(nlri);
                }
            }
            default -> {
                final long med = random.nextInt(4);
                desired.computeIfAbsent(prefix, any -> new LinkedHashMap<>()).putLast(path, med);
                rib.put(nlri, attributes(med, prefix.isIpv4()));
            }
        }
    }

    private static RouteAttributes attributes(final long med, final boolean ipv4) {
        final byte[] nextHop = new byte[ipv4 ? 4 : 16];
        nextHop[0] = ipv4 ? (byte) 10 : 0x20;
        nextHop[nextHop.length - 1] = 1;
        return new RouteAttributes(List.of(Origin.IGP, AsPath.sequence(List.of(65_001L)), new Med(med)),
            List.of(Addresses.of(nextHop)));
    }

    private Map<Nlri, Long> expected(final boolean addPath) {
        final Map<Nlri, Long> all = new HashMap<>();
        desired.forEach((prefix, paths) -> {
            if (addPath) {
                paths.forEach((path, med) -> all.put(new Nlri(prefix, path), med));
            } else if (!paths.isEmpty()) {
                all.put(Nlri.of(prefix), paths.lastEntry().getValue());
            }
        });
        return all;
    }

    private void hear(final byte[] octets, final CodecContext context) {
        final Message message = MessageDecoder.standard().decode(octets, context);
        if (message instanceof RouteRefreshMessage mark) {
            mark(mark);
            return;
        }
        final Update update = (Update) message;
        assertThat(update.problems()).isEmpty();
        if (update.endOfRib().isPresent()) {
            assertThat(endsOfRib.add(update.endOfRib().get())).as("End-of-RIB comes once").isTrue();
            return;
        }
        update.withdrawn().forEach(this::forget);
        update.attribute(MpUnreach.class).ifPresent(unreach -> unreach.nlri().forEach(this::forget));
        final long med = update.attribute(Med.class).map(Med::value).orElse(-1L);
        update.nlri().forEach(nlri -> learn(nlri, med));
        update.attribute(MpReach.class).ifPresent(reach -> reach.nlri().forEach(nlri -> learn(nlri, med)));
    }

    /** RFC 7313 §4, at the receiver. */
    private void mark(final RouteRefreshMessage mark) {
        if (mark.subtype() == RouteRefreshMessage.BEGIN) {
            assertThat(endsOfRib).as("no mark before the first End-of-RIB").contains(mark.family());
            final Set<Nlri> all = new HashSet<>(known.keySet());
            all.removeIf(nlri -> !nlri.family().equals(mark.family()));
            stale.put(mark.family(), all);
        } else {
            assertThat(stale).containsKey(mark.family());
            stale.remove(mark.family()).forEach(known::remove);
        }
    }

    private void learn(final Nlri nlri, final long med) {
        known.put(nlri, med);
        Optional.ofNullable(stale.get(nlri.family())).ifPresent(left -> left.remove(nlri));
    }

    private void forget(final Nlri nlri) {
        known.remove(nlri);
        Optional.ofNullable(stale.get(nlri.family())).ifPresent(left -> left.remove(nlri));
    }
}
