package dev.fairlead.server.observe.metrics;

import dev.fairlead.server.backend.LatencyHistogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.TreeMap;

/**
 * The metrics of one scrape, gathered by name. Names are written without the {@code _total} and {@code _info} that the
 * formats add; labels are name, value, name, value.
 */
public final class MetricFamilies {
    private static final double NANOS = 1e9;

    private final Map<String, MetricSnapshot.Builder<?>> families = new TreeMap<>();

    MetricFamilies() {}

    public MetricFamilies counter(String name, String help, double value, String... labels) {
        CounterSnapshot.Builder family =
                (CounterSnapshot.Builder) families.computeIfAbsent(name, key -> CounterSnapshot.builder());
        family.name(name).help(help);
        family.dataPoint(CounterDataPointSnapshot.builder()
                .value(value)
                .labels(Labels.of(labels))
                .build());
        return this;
    }

    public MetricFamilies gauge(String name, String help, double value, String... labels) {
        GaugeSnapshot.Builder family =
                (GaugeSnapshot.Builder) families.computeIfAbsent(name, key -> GaugeSnapshot.builder());
        family.name(name).help(help);
        family.dataPoint(GaugeDataPointSnapshot.builder()
                .value(value)
                .labels(Labels.of(labels))
                .build());
        return this;
    }

    /** Information without a number, in the labels. */
    public MetricFamilies info(String name, String help, String... labels) {
        InfoSnapshot.Builder family =
                (InfoSnapshot.Builder) families.computeIfAbsent(name, key -> InfoSnapshot.builder());
        family.name(name).help(help);
        family.dataPoint(
                InfoDataPointSnapshot.builder().labels(Labels.of(labels)).build());
        return this;
    }

    /** In seconds. */
    public MetricFamilies histogram(String name, String help, LatencyHistogram.Snapshot latency, String... labels) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < LatencyHistogram.buckets(); i++) {
            long upper = LatencyHistogram.upperNanos(i);
            buckets.bucket(upper == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : upper / NANOS, latency.count(i));
        }
        HistogramSnapshot.Builder family =
                (HistogramSnapshot.Builder) families.computeIfAbsent(name, key -> HistogramSnapshot.builder());
        family.name(name).help(help);
        family.dataPoint(HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(latency.sumNanos() / NANOS)
                .labels(Labels.of(labels))
                .build());
        return this;
    }

    MetricSnapshots snapshots() {
        return new MetricSnapshots(families.values().stream()
                .<MetricSnapshot>map(MetricSnapshot.Builder::build)
                .toList());
    }
}
