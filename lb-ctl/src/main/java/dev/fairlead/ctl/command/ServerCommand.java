package dev.fairlead.ctl.command;

import dev.fairlead.ctl.connect.Connection;
import dev.fairlead.ctl.options.ConnectOptions;
import dev.fairlead.ctl.options.OutputOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that talks to a server. Picocli fills the fields. */
public abstract class ServerCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectOptions connect;

    @Mixin
    private OutputOptions output;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    protected ServerCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public final Integer call() {
        check();
        var console = spec.commandLine();
        try (Connection connection = connect()) {
            return run(new Session(
                    connection,
                    output.to(
                            console.getOut(),
                            console.getErr(),
                            surroundings.terminal().out(),
                            surroundings.environment()),
                    connect.pool(),
                    timeout()));
        }
    }

    /** The exit code. */
    protected abstract int run(Session session);

    /** Checks that need no server. */
    protected void check() {}

    /** Null if none was set. */
    protected abstract @Nullable Duration timeout();

    /** Finds the server again: after a restart it has another token. */
    protected final Connection connect() {
        return Connection.to(
                connect.credentials(surroundings.environment()), surroundings.environment(), surroundings.userHome());
    }

    /** Empty if --pool was not given. */
    protected final String pool() {
        return connect.pool();
    }

    protected final Surroundings surroundings() {
        return surroundings;
    }

    protected final ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
