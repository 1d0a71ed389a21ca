package dev.fairlead.ctl.command;

import dev.fairlead.ctl.options.TimeoutOption;
import dev.fairlead.ctl.options.UnusedOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command that changes nothing. Picocli fills the fields. */
public abstract class ReadCommand extends ServerCommand {

    @Mixin
    private TimeoutOption timeout;

    @Mixin
    private UnusedOptions unused;

    protected ReadCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected final @Nullable Duration timeout() {
        return timeout.timeout();
    }
}
