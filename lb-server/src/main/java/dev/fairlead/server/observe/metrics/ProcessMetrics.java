package dev.fairlead.server.observe.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The process as the operating system sees it. */
final class ProcessMetrics implements MetricSource {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    @Override
    public void addTo(MetricFamilies families) {
        families.gauge(
                "process_start_time_seconds",
                "Start of the process, in seconds since 1970.",
                ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            families.counter(
                            "process_cpu_seconds",
                            "Processor time used, by user and system.",
                            system.getProcessCpuTime() / NANOS)
                    .gauge("process_open_fds", "Descriptors in use.", system.getOpenFileDescriptorCount())
                    .gauge("process_max_fds", "Descriptors allowed.", system.getMaxFileDescriptorCount());
        }
    }
}
