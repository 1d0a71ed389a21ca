package dev.fairlead.ctl.options;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long to wait. Picocli fills the field. */
public final class TimeoutOption {

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long to wait for an answer or, with --wait, for the effect. Default: 10s; with --wait,"
                    + " 60s for a backend to come up and no limit for one to empty")
    private @Nullable Duration timeout;

    public @Nullable Duration timeout() {
        return timeout;
    }
}
