package dev.directrix.director.runtime;

import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.VipConfig;
import dev.directrix.director.config.WeightAutoConfig;
import dev.directrix.director.reconcile.AutoWeight;
import dev.directrix.director.reconcile.CpuTimes;
import dev.directrix.director.reconcile.Load;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.PoolView;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the load from time to time and adapts the VIPs' weights to it, where the file wants that. One thread. */
final class AutoWeights {

    private static final Logger LOG = LoggerFactory.getLogger(AutoWeights.class);
    private static final double MS = 1_000;

    private final Map<InetAddress, AutoWeight> weights = new HashMap<>();
    private Optional<Look> last = Optional.empty();

    private record Look(long atMs, CpuTimes cpu, long packets) {
    }

    /** Each VIP's; empty: the file does not want it. */
    Map<InetAddress, AutoWeight> weights() {
        return Map.copyOf(weights);
    }

    /** Begins with what is new in the file, ends with what is gone. */
    void follow(final DirectorConfig config, final long nowMs) {
        if (config.auto().isEmpty()) {
            weights.clear();
            last = Optional.empty();
            return;
        }
        final WeightAutoConfig settings = config.auto().get();
        final List<InetAddress> vips = config.vips().stream().map(VipConfig::address).toList();
        weights.keySet().retainAll(vips);
        vips.forEach(vip -> weights.merge(vip, AutoWeight.initial(settings, nowMs), (now, _) -> new AutoWeight(
            Math.clamp(now.percent(), settings.floor(), settings.ceiling()), now.changedMs(), now.why())));
    }

    /**
     * Time went by. VIPs whose weight is commanded are left as they are: what their load says is not the doing of the
     * weight that is kept here.
     *
     * @param packets counted since the director started
     */
    void tick(
        final DirectorConfig config, final Overrides overrides, final Map<String, PoolView> pools, final long packets,
        final Supplier<CpuTimes> cpu, final long nowMs) {
        if (config.auto().isEmpty()) {
            return;
        }
        final WeightAutoConfig settings = config.auto().get();
        if (last.isEmpty()) {
            last = Optional.of(new Look(nowMs, cpu.get(), packets));
            return;
        }
        final Look before = last.get();
        final long passedMs = nowMs - before.atMs();
        if (passedMs < settings.damping().interval().toMillis()) {
            return;
        }
        final Look now = new Look(nowMs, cpu.get(), packets);
        last = Optional.of(now);
        if (settings.cpuPercent().isPresent()
            && (before.cpu().equals(CpuTimes.NONE) || now.cpu().equals(CpuTimes.NONE))) {
            return; // What is not known is no reason to change anything.
        }
        final double busy = now.cpu().busySince(before.cpu());
        final double rate = Math.max(0, packets - before.packets()) * MS / passedMs;
        for (final VipConfig vip : config.vips()) {
            if (overrides.weight().isEmpty() && !overrides.vipWeights().containsKey(vip.address())) {
                final List<PoolView> views = vip.services().stream().map(service -> pools.get(service.pool()))
                    .filter(Objects::nonNull).distinct().toList();
                final Load load = new Load(busy, rate, views.stream().mapToInt(PoolView::active).sum(),
                    views.stream().mapToInt(view -> view.servers().size()).sum());
                weights.computeIfPresent(vip.address(), (_, weight) -> {
                    final AutoWeight next = weight.on(load, settings, nowMs);
                    if (next.percent() != weight.percent()) {
                        LOG.info("vip {}: {} % of its configured weight, {} % before: {}",
                            vip.address().getHostAddress(), next.percent(), weight.percent(), next.why());
                    }
                    return next;
                });
            }
        }
    }
}
