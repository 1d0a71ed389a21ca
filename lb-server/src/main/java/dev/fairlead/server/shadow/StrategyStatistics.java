package dev.fairlead.server.shadow;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.virtual.VirtualLoad;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one of the two strategies sent where, and what its choices cost. */
final class StrategyStatistics {
    private final Map<RunningBackend, VirtualLoad> loads = new HashMap<>();
    private final Map<RunningBackend, VirtualLoad> members = new HashMap<>();
    private final LoadSpread spread = new LoadSpread();
    private final MovingMedian choiceNanos = new MovingMedian();

    /** @param declared those that are out of rotation for a while too, so that what is in flight there is not forgotten */
    void update(List<BackendView> declared, List<BackendView> inRotation) {
        loads.keySet().retainAll(declared.stream().map(BackendView::running).collect(Collectors.toSet()));
        declared.forEach(view -> loads.computeIfAbsent(view.running(), running -> new VirtualLoad()));
        members.clear();
        Map<VirtualLoad, Integer> weights = new HashMap<>();
        for (BackendView view : inRotation) {
            VirtualLoad load = load(view.running());
            members.put(view.running(), load);
            weights.put(load, view.desired().weight());
        }
        spread.over(weights);
    }

    /** Of one that was declared in the present pool. */
    VirtualLoad load(RunningBackend backend) {
        VirtualLoad load = loads.get(backend);
        if (load == null) {
            throw new IllegalArgumentException(backend + " is not declared");
        }
        return load;
    }

    /** Null for one that is not in rotation. */
    @Nullable
    VirtualLoad member(RunningBackend backend) {
        return members.get(backend);
    }

    void chose(VirtualLoad load, long nanos) {
        choiceNanos.add(nanos);
        load.enter();
        spread.entered(load);
    }

    void left(VirtualLoad load) {
        load.leave();
        spread.left(load);
    }

    void look() {
        spread.look();
    }

    double spread() {
        return spread.value();
    }

    double choiceNanos() {
        return choiceNanos.value();
    }

    /** What is in flight stays. */
    void restart() {
        loads.values().forEach(VirtualLoad::recount);
        spread.restart();
        choiceNanos.restart();
    }
}
