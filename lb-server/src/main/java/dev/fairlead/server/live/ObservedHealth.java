package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.health.HealthReport;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.Eligibility;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The last health report of every backend. The health thread writes them, and the control thread reads them when it
 * can, so of several reports in a row only the last counts.
 */
@Singleton
final class ObservedHealth {
    private static final Eligibility UNSEEN = Eligibility.unknown("not probed yet");

    private final Map<RunningBackend, HealthReport> reports = new ConcurrentHashMap<>();

    /** How many reports there were; whoever reads it before the reports finds out whether one has come since. */
    private final AtomicLong moves = new AtomicLong();

    @Inject
    ObservedHealth() {}

    void put(RunningBackend backend, HealthReport report) {
        reports.put(backend, report);
        moves.incrementAndGet();
    }

    long moves() {
        return moves.get();
    }

    void forget(RunningBackend backend) {
        reports.remove(backend);
    }

    List<BackendView> views(Pool policy, List<LivePool.Member> members) {
        return members.stream()
                .map(member -> BackendView.of(member.running(), member.desired(), of(policy, member)))
                .toList();
    }

    Eligibility of(Pool policy, LivePool.Member member) {
        HealthReport report = reports.get(member.running());
        if (report == null) {
            return policy.healthCheck().type() == HealthType.NONE ? Eligibility.READY : UNSEEN;
        }
        return switch (report.state()) {
            case UP -> Eligibility.READY;
            case DOWN -> Eligibility.down(report.reason());
            case UNKNOWN -> Eligibility.unknown(report.reason());
            case SUSPECT -> Eligibility.suspect(report.reason());
            case EJECTED -> Eligibility.ejected(report.reason());
        };
    }
}
