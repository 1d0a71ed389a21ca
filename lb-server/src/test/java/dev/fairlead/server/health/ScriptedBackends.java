package dev.fairlead.server.health;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.health.probe.ProbeResult;
import dev.fairlead.server.health.probe.Prober;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Answers probes as the test wants, after the time that the test wants, and remembers when it was asked. */
final class ScriptedBackends implements Prober {
    private static final ProbeResult HEALTHY = ProbeResult.healthy("GET /health answered 200", Duration.ZERO);

    private final VirtualTime time;
    private final Map<String, ProbeResult> answers = new HashMap<>();
    private final Map<String, Duration> delays = new HashMap<>();
    private final Map<String, List<Duration>> probes = new HashMap<>();
    private final Map<String, Integer> underway = new HashMap<>();
    private int atOnce;
    private int mostAtOnce;
    private int mostOfOne;

    ScriptedBackends(VirtualTime time) {
        this.time = time;
    }

    void healthy(RunningBackend backend) {
        answers.put(backend.id(), HEALTHY);
    }

    void answering(RunningBackend backend, int status) {
        answers.put(backend.id(), ProbeResult.wrong("GET /health answered " + status, "200-299", Duration.ZERO));
    }

    void refusing(RunningBackend backend) {
        answers.put(backend.id(), ProbeResult.none("connect to " + backend.address() + " refused", Duration.ZERO));
    }

    /** As when there is no descriptor for a probe. */
    void unaskable(RunningBackend backend) {
        answers.put(backend.id(), ProbeResult.notAsked("Too many open files", Duration.ZERO));
    }

    void taking(RunningBackend backend, Duration delay) {
        delays.put(backend.id(), delay);
    }

    /** When it was probed, since the start. */
    List<Duration> probesOf(RunningBackend backend) {
        return probes.getOrDefault(backend.id(), List.of());
    }

    int mostAtOnce() {
        return mostAtOnce;
    }

    int mostOfOne() {
        return mostOfOne;
    }

    @Override
    public Probe start(RunningBackend backend, HealthPolicy policy, Consumer<ProbeResult> answer) {
        String id = backend.id();
        probes.computeIfAbsent(id, key -> new ArrayList<>()).add(time.elapsed());
        mostOfOne = Math.max(mostOfOne, underway.merge(id, 1, Integer::sum));
        mostAtOnce = Math.max(mostAtOnce, ++atOnce);
        // The answer is what the backend is when it answers, not when it is asked.
        var key = time.executeAfter(
                () -> {
                    over(id);
                    answer.accept(answers.getOrDefault(id, HEALTHY));
                },
                delays.getOrDefault(id, Duration.ZERO).toNanos(),
                TimeUnit.NANOSECONDS);
        return () -> {
            if (key.remove()) {
                over(id);
            }
        };
    }

    private void over(String id) {
        underway.merge(id, -1, Integer::sum);
        atOnce--;
    }
}
