package dev.fairlead.server.config.commandline;

import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.read.ConfigParser;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.text.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lb-server validate FILE}. */
@Command(name = "validate", description = "Check a configuration file and show every error in it.")
public final class ValidateCommand implements Callable<Integer> {

    private final ConfigParser parser;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "HOCON, JSON or YAML.")
    private String file = "";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    public ValidateCommand(ConfigParser parser) {
        this.parser = parser;
    }

    @Override
    public Integer call() {
        try {
            DesiredState desired = parser.read(Path.of(file)).desired();
            int backends = desired.pools().values().stream()
                    .mapToInt(pool -> pool.backends().size())
                    .sum();
            spec.commandLine()
                    .getOut()
                    .println(file + ": ok, " + counted(desired.pools().size(), "pool") + ", "
                            + counted(backends, "backend"));
            return 0;
        } catch (InvalidConfigException e) {
            PrintWriter err = spec.commandLine().getErr();
            e.problems().forEach(problem -> err.println(Printable.of(problem.toString())));
            return 1;
        }
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
