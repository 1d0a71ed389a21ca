package dev.fairlead.server.observe.metrics;

/** A source of metrics. Called at each scrape, on a thread that handles no traffic. */
@FunctionalInterface
public interface MetricSource {

    void addTo(MetricFamilies families);
}
