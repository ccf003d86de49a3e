package dev.directrix.director.health;

import dev.directrix.director.config.CheckConfig;
import dev.directrix.director.config.CheckTiming;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.PoolConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a configuration wants checked. A pure function. */
public final class CheckPlans {

    private CheckPlans() {
    }

    /** One target for each server of each pool that has a check. */
    public static Map<CheckTarget, CheckPlan> of(final DirectorConfig config) {
        final Map<CheckTarget, CheckPlan> plans = new LinkedHashMap<>();
        for (final PoolConfig pool : config.pools().values()) {
            pool.check().ifPresent(check -> pool.servers().forEach(server ->
                plans.put(new CheckTarget(pool.name(), server.address(), check.port()), plan(check))));
        }
        return Collections.unmodifiableMap(plans);
    }

    private static CheckPlan plan(final CheckConfig check) {
        final CheckTiming timing = check.timing();
        final ProbeKind kind = switch (check) {
            case CheckConfig.Tcp tcp -> new ProbeKind.Tcp();
            case CheckConfig.Http http -> new ProbeKind.Http(http.path(), http.host().orElse(""));
        };
        return new CheckPlan(
            kind, timing.interval(), timing.timeout(), new HealthPolicy(timing.rise(), timing.fall()));
    }
}
