package dev.fairlead.server.observe.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All metrics in a format that the scraper accepts. */
public final class Metrics {
    private final Set<MetricSource> sources;
    private final ExpositionFormats formats = ExpositionFormats.init();

    @Inject
    public Metrics(Set<MetricSource> sources) {
        this.sources = Set.copyOf(sources);
    }

    /** @param accept the scraper's Accept header; without one it gets the Prometheus text format format */
    public ExpositionFormatWriter format(@Nullable String accept) {
        return accept != null && accept.contains("application/openmetrics-text")
                ? formats.getOpenMetricsTextFormatWriter()
                : formats.getPrometheusTextFormatWriter();
    }

    public void write(ExpositionFormatWriter format, OutputStream out) throws IOException {
        MetricFamilies families = new MetricFamilies();
        sources.forEach(source -> source.addTo(families));
        format.write(out, families.snapshots());
    }
}
