package dev.fairlead.server.observe.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.jvm.BufferPoolMetricSet;
import com.codahale.metrics.jvm.CachedThreadStatesGaugeSet;
import com.codahale.metrics.jvm.ClassLoadingGaugeSet;
import com.codahale.metrics.jvm.GarbageCollectorMetricSet;
import com.codahale.metrics.jvm.MemoryUsageGaugeSet;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JVM, as measured by dropwizard-metrics, under the names that Prometheus users expect. */
final class JvmMetrics implements MetricSource {
    private static final double MILLIS_IN_SECONDS = 1e-3;

    /** Counting the states of all threads pauses them for a moment: once in five seconds is enough. */
    private static final int THREAD_STATES_SECONDS = 5;

    private enum Kind {
        COUNTER,
        GAUGE
    }

    /**
     * @param theirs the name in dropwizard's registry; its group, if it has one, is the label's value
     * @param label empty if there is no group
     */
    private record Naming(Pattern theirs, String ours, Kind kind, String help, String label, double unit) {

        Naming(String theirs, String ours, Kind kind, String help, String label) {
            this(Pattern.compile(theirs), ours, kind, help, label, 1);
        }
    }

    private static final List<Naming> NAMINGS = List.of(
            new Naming(
                    "memory\\.(heap|non-heap)\\.used", "jvm_memory_used_bytes", Kind.GAUGE, "Memory in use.", "area"),
            new Naming(
                    "memory\\.(heap|non-heap)\\.committed",
                    "jvm_memory_committed_bytes",
                    Kind.GAUGE,
                    "Memory obtained from the system.",
                    "area"),
            new Naming(
                    "memory\\.(heap|non-heap)\\.max",
                    "jvm_memory_max_bytes",
                    Kind.GAUGE,
                    "Maximum memory, -1 if there is no limit.",
                    "area"),
            new Naming("gc\\.(.+)\\.count", "jvm_gc_collections", Kind.COUNTER, "Garbage collections.", "gc"),
            new Naming(
                    Pattern.compile("gc\\.(.+)\\.time"),
                    "jvm_gc_collection_seconds",
                    Kind.COUNTER,
                    "Time spent in garbage collections.",
                    "gc",
                    MILLIS_IN_SECONDS),
            new Naming("threads\\.count", "jvm_threads_current", Kind.GAUGE, "Threads, including daemons.", ""),
            new Naming("threads\\.daemon\\.count", "jvm_threads_daemon", Kind.GAUGE, "Daemon threads.", ""),
            new Naming(
                    "threads\\.peak\\.count", "jvm_threads_peak", Kind.GAUGE, "Highest number of threads so far.", ""),
            new Naming(
                    "threads\\.(new|runnable|blocked|waiting|timed_waiting|terminated)\\.count",
                    "jvm_threads_state",
                    Kind.GAUGE,
                    "Threads in each state.",
                    "state"),
            new Naming(
                    "threads\\.deadlock\\.count", "jvm_threads_deadlocked", Kind.GAUGE, "Threads in a deadlock.", ""),
            new Naming("classes\\.loaded", "jvm_classes_loaded", Kind.COUNTER, "Classes loaded so far.", ""),
            new Naming("classes\\.unloaded", "jvm_classes_unloaded", Kind.COUNTER, "Classes unloaded so far.", ""),
            new Naming(
                    "buffers\\.(direct|mapped)\\.used",
                    "jvm_buffer_pool_used_bytes",
                    Kind.GAUGE,
                    "Memory in buffers outside the heap.",
                    "pool"),
            new Naming(
                    "buffers\\.(direct|mapped)\\.count",
                    "jvm_buffer_pool_buffers",
                    Kind.GAUGE,
                    "Buffers outside the heap.",
                    "pool"));

    private final MetricRegistry registry = new MetricRegistry();

    JvmMetrics() {
        registry.register("memory", new MemoryUsageGaugeSet());
        registry.register("gc", new GarbageCollectorMetricSet());
        registry.register("threads", new CachedThreadStatesGaugeSet(THREAD_STATES_SECONDS, TimeUnit.SECONDS));
        registry.register("classes", new ClassLoadingGaugeSet());
        registry.register("buffers", new BufferPoolMetricSet(ManagementFactory.getPlatformMBeanServer()));
    }

    @Override
    public void addTo(MetricFamilies families) {
        for (Map.Entry<String, Gauge<?>> entry : gauges().entrySet()) {
            for (Naming naming : NAMINGS) {
                Matcher matcher = naming.theirs.matcher(entry.getKey());
                if (matcher.matches() && entry.getValue().getValue() instanceof Number value) {
                    add(families, naming, matcher, value.doubleValue() * naming.unit);
                }
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the registry returns its gauges as raw types
    private Map<String, Gauge<?>> gauges() {
        return (Map) registry.getGauges();
    }

    private static void add(MetricFamilies families, Naming naming, Matcher matcher, double value) {
        String[] labels = naming.label.isEmpty()
                ? new String[0]
                : new String[] {naming.label, matcher.group(1).replace('-', ' ')};
        if (naming.kind == Kind.COUNTER) {
            families.counter(naming.ours, naming.help, value, labels);
        } else {
            families.gauge(naming.ours, naming.help, value, labels);
        }
    }
}
