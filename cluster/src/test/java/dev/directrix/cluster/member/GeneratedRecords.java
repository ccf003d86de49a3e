package dev.directrix.cluster.member;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Records and states of members, drawn at random within what can be written. */
final class GeneratedRecords {
    private static final int[] TABLE_SIZES = {101, 1_009, 65_537, 16_777_213};

    private final SplittableRandom random;

    GeneratedRecords(final SplittableRandom random) {
        this.random = random;
    }

    ClusterRecord record() {
        final long version = random.nextInt(8) == 0 ? 1L << 53 : random.nextLong(1, 1L << random.nextInt(1, 50));
        final Registry registry = registry();
        final Phase phase = oneOf(Phase.STABLE, Phase.COLLECT, Phase.COMMITTED);
        final List<Member> members = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            members.add(new Member(new MemberId("d" + i, incarnation()), random.nextBoolean()
                    ? "10.0.1." + i + ":7400" : "[2001:db8::" + i + "]:7400"));
        }
        return new ClusterRecord(version, random.nextLong(version + 1),
                new Agreement(Integer.toHexString(random.nextInt()), Integer.toHexString(random.nextInt()),
                        TABLE_SIZES[random.nextInt(TABLE_SIZES.length)],
                        random.nextInt(1, 30_000), random.nextInt(1 << 30), 63_000),
                members, list(4, () -> Set.copyOf(ids())), ids(), random.nextLong(version + 1), registry,
                tables(registry), phase,
                phase == Phase.STABLE ? Optional.empty() : Optional.of(new Settle(random.nextLong(version) + 1,
                        oneOf(SettleKind.NORMAL, SettleKind.DEAD), tables(registry), servers(registry),
                        random.nextBoolean())),
                overrides(registry));
    }

    MemberState state() {
        final Map<String, List<Wish.Wanted>> pools = new HashMap<>();
        list(4, () -> "pool-" + random.nextInt(20)).forEach(pool -> pools.put(pool, list(10, () -> new Wish.Wanted(
                "10.0.0." + random.nextInt(1 << 20), random.nextInt(65_536)))
                .stream().distinct().filter(distinctAddress()).toList()));
        return new MemberState(incarnation(), number(), number(), number(), number(), number(), random.nextBoolean(),
                new Wish(pools, Set.copyOf(registry().servers())),
                random.nextInt(4) == 0 ? MemberState.Digests.NONE
                        : new MemberState.Digests(number(), random.nextLong(), text(), text()), text());
    }

    private static Predicate<Wish.Wanted> distinctAddress() {
        final Set<String> seen = new HashSet<>();
        return wanted -> seen.add(wanted.address());
    }

    private Registry registry() {
        Registry registry = Registry.EMPTY;
        for (int pool = random.nextInt(4); pool > 0; pool--) {
            final String name = "pool_" + pool;
            registry = registry.with(name, list(20, () ->
                    new ServerName(name, "2001:db8::" + Integer.toHexString(random.nextInt(1 << 16)))));
        }
        return registry;
    }

    private Map<Integer, PoolInputs> tables(final Registry registry) {
        final Map<Integer, PoolInputs> tables = new HashMap<>();
        for (int pool = 0; pool < registry.pools().size(); pool++) {
            if (random.nextInt(4) != 0) {
                final List<Share> shares = servers(registry).stream()
                        .map(server -> new Share(server, random.nextInt(1, 65_536))).toList();
                PoolInputs inputs = PoolInputs.of(shares);
                for (int deaths = random.nextInt(3); deaths > 0; deaths--) {
                    inputs = inputs.without(servers(registry));
                }
                tables.put(pool, inputs);
            }
        }
        return tables;
    }

    private Set<Integer> servers(final Registry registry) {
        final Set<Integer> servers = new HashSet<>();
        for (int server = 0; server < registry.servers().size(); server++) {
            if (random.nextBoolean()) {
                servers.add(server);
            }
        }
        return servers;
    }

    private List<ServerOverride> overrides(final Registry registry) {
        return registry.servers().stream().filter(_ -> random.nextInt(4) == 0).map(server -> new ServerOverride(server,
                random.nextInt(-1, 65_536), random.nextBoolean())).toList();
    }

    private Set<MemberId> ids() {
        return new HashSet<>(list(5, () -> new MemberId("d" + random.nextInt(9), incarnation())));
    }

    private long incarnation() {
        final long drawn = random.nextLong();
        return drawn == 0 ? 1 : drawn;
    }

    private long number() {
        return random.nextInt(4) == 0 ? 0 : random.nextLong(1L << 53);
    }

    private String text() {
        return String.join("", list(20, () -> Character.toString(random.nextInt(0x20, 0xd800))));
    }

    @SafeVarargs
    private <T> T oneOf(final T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> List<T> list(final int most, final Supplier<T> item) {
        final List<T> items = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            items.add(item.get());
        }
        return items;
    }
}
