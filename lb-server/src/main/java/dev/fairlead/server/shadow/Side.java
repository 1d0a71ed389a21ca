package dev.fairlead.server.shadow;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.virtual.Load;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One of the two who choose: what it sent where, and what its choices cost. */
final class Side {
    private final Map<RunningBackend, Load> loads = new HashMap<>();
    private final Map<RunningBackend, Load> members = new HashMap<>();
    private final Spread spread = new Spread();
    private final Median choiceNanos = new Median();

    /** @param declared those that are out of rotation for a while too, so that what is in flight there is not forgotten */
    void lineUp(List<BackendView> declared, List<BackendView> inRotation) {
        loads.keySet().retainAll(declared.stream().map(BackendView::running).collect(Collectors.toSet()));
        declared.forEach(view -> loads.computeIfAbsent(view.running(), running -> new Load()));
        members.clear();
        Map<Load, Integer> weights = new HashMap<>();
        for (BackendView view : inRotation) {
            Load load = load(view.running());
            members.put(view.running(), load);
            weights.put(load, view.desired().weight());
        }
        spread.over(weights);
    }

    /** Of one that was declared at the last line-up. */
    Load load(RunningBackend backend) {
        Load load = loads.get(backend);
        if (load == null) {
            throw new IllegalArgumentException(backend + " is not in the line-up");
        }
        return load;
    }

    /** Null for one that is not in rotation. */
    @Nullable
    Load member(RunningBackend backend) {
        return members.get(backend);
    }

    void chose(Load load, long nanos) {
        choiceNanos.add(nanos);
        load.enter();
        spread.entered(load);
    }

    void left(Load load) {
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
        loads.values().forEach(Load::recount);
        spread.restart();
        choiceNanos.restart();
    }
}
