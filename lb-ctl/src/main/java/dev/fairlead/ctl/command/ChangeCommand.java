package dev.fairlead.ctl.command;

import dev.fairlead.ctl.options.TimeoutOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command that changes something. Picocli fills the fields. */
public abstract class ChangeCommand extends UntimedChangeCommand {

    @Mixin
    private TimeoutOption timeout;

    protected ChangeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected final @Nullable Duration timeout() {
        return timeout.timeout();
    }
}
