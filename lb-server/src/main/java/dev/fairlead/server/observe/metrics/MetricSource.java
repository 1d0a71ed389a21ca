package dev.fairlead.server.observe.metrics;

/** Something with numbers to show. Asked at each scrape, on a thread that carries no traffic. */
@FunctionalInterface
public interface MetricSource {

    void addTo(MetricFamilies families);
}
