package dev.fairlead.ctl.options;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** The options of all commands that talk to a server. */
public final class GlobalOptions {

    private GlobalOptions() {}

    /** The names of options that take a value. */
    public static Set<String> takingValue() {
        return Stream.of(new ConnectOptions(), new OutputOptions(), new TimeoutOption(), new ChangeOptions())
                .flatMap(options -> CommandSpec.forAnnotatedObject(options).options().stream())
                .filter(option -> option.arity().max() > 0)
                .flatMap(option -> List.of(option.names()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
