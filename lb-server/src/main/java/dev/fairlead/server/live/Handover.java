package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.health.MonitorSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings everything beside the tables in line with a change: who is probed and how, how many connections there may be,
 * which backends and strategies are over. After publication, when no new request can meet what goes.
 */
final class Handover {
    private final RunningBackends backends;
    private final HealthMonitor health;
    private final ObservedHealth observed;

    Handover(RunningBackends backends, HealthMonitor health, ObservedHealth observed) {
        this.backends = backends;
        this.health = health;
        this.observed = observed;
    }

    /**
     * @param pending what is to run for changes that are not live yet
     * @return what is not live any more
     */
    List<RunningBackend> run(
            Collection<LivePool> before, Map<String, LivePool> after, Collection<RunningBackend> pending) {
        Set<RunningBackend> needed = running(after.values());
        needed.addAll(pending);
        welcome(after.values(), running(before));
        for (LivePool former : before) {
            LivePool now = after.get(former.policy().name());
            if (now == null || now.strategy() != former.strategy()) {
                former.strategy().close();
            }
            if (now != null && now != former) {
                adjust(former, now);
            }
        }
        for (RunningBackend retired : backends.retainOnly(needed)) {
            health.unwatch(retired);
            observed.forget(retired);
        }
        Set<RunningBackend> gone = running(before);
        gone.removeAll(running(after.values()));
        return List.copyOf(gone);
    }

    private static Set<RunningBackend> running(Collection<LivePool> pools) {
        Set<RunningBackend> all = new HashSet<>();
        pools.forEach(pool -> pool.members().forEach(member -> all.add(member.running())));
        return all;
    }

    private void welcome(Collection<LivePool> pools, Set<RunningBackend> known) {
        for (LivePool pool : pools) {
            for (LivePool.Member member : pool.members()) {
                if (!known.contains(member.running())) {
                    health.watch(member.running(), MonitorSettings.of(pool.policy(), member.desired()));
                }
            }
        }
    }

    private void adjust(LivePool former, LivePool now) {
        Map<RunningBackend, MonitorSettings> terms = new HashMap<>();
        former.members()
                .forEach(member -> terms.put(member.running(), MonitorSettings.of(former.policy(), member.desired())));
        boolean connectedOtherwise =
                !former.policy().connections().equals(now.policy().connections());
        for (LivePool.Member member : now.members()) {
            MonitorSettings wanted = MonitorSettings.of(now.policy(), member.desired());
            if (!wanted.equals(terms.getOrDefault(member.running(), wanted))) {
                health.terms(member.running(), wanted);
            }
            if (connectedOtherwise) {
                member.running().limit(now.policy().connections());
            }
        }
    }
}
