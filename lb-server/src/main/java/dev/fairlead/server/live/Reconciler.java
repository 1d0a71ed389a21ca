package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.health.MonitorSettings;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings everything beside the tables in line with a pool that has changed: who is probed and how, how many connections there
 * may be, which backends and strategies are over. After publication, when no new request can meet what goes. What did not
 * change is not looked at.
 */
final class Reconciler {
    private final RunningBackends backends;
    private final HealthMonitor health;
    private final ObservedHealth observed;
    private final LiveTables live;

    @Inject
    Reconciler(RunningBackends backends, HealthMonitor health, ObservedHealth observed, LiveTables live) {
        this.backends = backends;
        this.health = health;
        this.observed = observed;
        this.live = live;
    }

    /**
     * @param former null if the pool is new
     * @param now null if it is gone
     * @return what is not live any more
     */
    List<RunningBackend> reconcile(@Nullable LivePool former, @Nullable LivePool now) {
        List<LivePool.Member> before = former == null ? List.of() : former.members();
        List<LivePool.Member> after = now == null ? List.of() : now.members();
        List<RunningBackend> gone = LivePool.runningIn(before, after);
        if (now != null) {
            watch(now, Set.copyOf(LivePool.runningIn(after, before)));
        }
        if (former != null && now != null) {
            adjust(former, now);
        }
        if (former != null && (now == null || now.strategy() != former.strategy())) {
            former.strategy().close();
        }
        retire(gone);
        return gone;
    }

    private void watch(LivePool pool, Set<RunningBackend> newcomers) {
        if (newcomers.isEmpty()) {
            return;
        }
        for (LivePool.Member member : pool.members()) {
            if (newcomers.contains(member.running())) {
                health.watch(member.running(), MonitorSettings.of(pool.policy(), member.desired()));
            }
        }
    }

    private void adjust(LivePool former, LivePool now) {
        boolean connectedOtherwise =
                !former.policy().connections().equals(now.policy().connections());
        boolean watchedOtherwise =
                !former.policy().healthCheck().equals(now.policy().healthCheck())
                        || !former.policy().ejection().equals(now.policy().ejection());
        Map<RunningBackend, MonitorSettings> terms = new HashMap<>();
        for (int i = 0; i < former.members().size(); i++) {
            LivePool.Member member = former.members().get(i);
            boolean same = i < now.members().size() && now.members().get(i).equals(member);
            if (watchedOtherwise || !same) {
                terms.put(member.running(), MonitorSettings.of(former.policy(), member.desired()));
            }
        }
        for (LivePool.Member member : now.members()) {
            MonitorSettings known = terms.get(member.running());
            if (known != null) {
                MonitorSettings wanted = MonitorSettings.of(now.policy(), member.desired());
                if (!wanted.equals(known)) {
                    health.terms(member.running(), wanted);
                }
            }
            if (connectedOtherwise) {
                member.running().limit(now.policy().connections());
            }
        }
    }

    /**
     * Ends what was to run for a preparation that came to nothing.
     *
     * @param others that are not over, and may be about to bring the same
     */
    void forget(Preparation discarded, Iterable<Preparation> others) {
        Set<RunningBackend> gone = new HashSet<>(discarded.newcomers());
        if (gone.isEmpty()) {
            return;
        }
        others.forEach(other -> gone.removeAll(other.newcomers()));
        for (NextPool pool : discarded.pools()) {
            LivePool present = live.pool(pool.name());
            if (present != null) {
                present.members().forEach(member -> gone.remove(member.running()));
            }
        }
        retire(gone);
    }

    private void retire(Collection<RunningBackend> gone) {
        backends.retire(gone);
        for (RunningBackend backend : gone) {
            health.unwatch(backend);
            observed.forget(backend);
        }
    }
}
