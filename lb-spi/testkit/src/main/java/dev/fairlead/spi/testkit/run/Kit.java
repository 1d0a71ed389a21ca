package dev.fairlead.spi.testkit.run;

import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.contract.Check;
import dev.fairlead.spi.testkit.contract.Contract;
import dev.fairlead.spi.testkit.contract.Finding;
import dev.fairlead.spi.testkit.simulation.Candidate;
import dev.fairlead.spi.testkit.simulation.Scenarios;
import dev.fairlead.spi.testkit.simulation.SimulationReport;
import dev.fairlead.spi.testkit.trial.TimeLimit;
import dev.fairlead.spi.testkit.trial.Violation;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Checks every strategy on the class path:
 *
 * <pre>
 * java -cp my-strategy.jar:spi/* dev.fairlead.spi.testkit.run.Kit verify
 * java -cp my-strategy.jar:spi/* dev.fairlead.spi.testkit.run.Kit simulate FOLDER
 * </pre>
 *
 * The exit code is 0 if all keep the contract, 1 if one does not or cannot be loaded, and 2 for wrong usage or if there
 * was nothing to do.
 */
public final class Kit {
    private static final int KEPT = 0;
    private static final int BROKEN = 1;
    private static final int NOTHING_DONE = 2;

    /** All scenarios take a second for each strategy. */
    private static final TimeLimit LONG = new TimeLimit(Duration.ofMinutes(10));

    private static final String HOW_TO_REPEAT = """
            They were made with

                java -cp … dev.fairlead.spi.testkit.run.Kit simulate FOLDER""";

    private final Function<TimeLimit, FoundStrategies> strategies;
    private final PrintWriter out;

    Kit(Function<TimeLimit, FoundStrategies> strategies, PrintWriter out) {
        this.strategies = strategies;
        this.out = out;
    }

    public static void main(String[] words) throws IOException {
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        // a strategy's own output must not mix with the lines that a script reads
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        int code = new Kit(timeLimit -> FoundStrategies.by(loader, timeLimit), out).run(words);
        out.flush();
        // threads that strategies left behind would keep the process alive
        Runtime.getRuntime().halt(code);
    }

    int run(String... words) throws IOException {
        Arguments arguments;
        try {
            arguments = Arguments.of(List.of(words));
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.print(Arguments.USAGE);
            return NOTHING_DONE;
        }
        if (arguments.lists()) {
            Contract.duties().forEach((id, duty) -> out.println(id + ": " + duty));
            return KEPT;
        }
        try {
            FoundStrategies found = strategies.apply(arguments.timeLimit()).only(arguments.strategies());
            return arguments.verifies() ? verify(found, arguments) : simulate(found, arguments);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return NOTHING_DONE;
        }
    }

    private int verify(FoundStrategies found, Arguments arguments) {
        FindingWriter lines = arguments.json() ? new JsonFindingWriter(out) : new TextFindingWriter(out);
        int broken = 0;
        for (FoundStrategies.Failure failure : found.failures()) {
            lines.finding(failure.name(), failure.finding());
            lines.strategyDone(failure.name(), 1, 1);
            broken++;
        }
        for (FoundStrategies.Named named : found.named()) {
            broken += verify(named, arguments, lines) ? 0 : 1;
        }
        lines.done(found.failures().size() + found.named().size(), broken);
        return broken == 0 ? KEPT : BROKEN;
    }

    private static boolean verify(FoundStrategies.Named named, Arguments arguments, FindingWriter lines) {
        int made = 0;
        int broken = 0;
        for (Check check : checks(named.provider(), arguments)) {
            Finding finding = check.run();
            lines.finding(named.name(), finding);
            made++;
            broken += finding.kept() ? 0 : 1;
            if (finding.endsTheTrial()) {
                break;
            }
        }
        lines.strategyDone(named.name(), made, broken);
        return broken == 0;
    }

    private static List<Check> checks(StrategyProvider provider, Arguments arguments) {
        Contract contract = Contract.of(provider)
                .share(arguments.share())
                .shareTolerance(arguments.tolerance())
                .patience(arguments.timeLimit().limit());
        arguments.options().forEach(contract::option);
        return arguments.checks().isEmpty()
                ? contract.checks()
                : arguments.checks().stream().map(contract::check).toList();
    }

    private int simulate(FoundStrategies found, Arguments arguments) throws IOException {
        found.failures()
                .forEach(failure ->
                        out.println(failure.name() + ": " + failure.violation().getMessage()));
        List<Candidate> candidates = found.named().stream()
                .map(named -> new Candidate(named.name(), named.provider(), arguments.options()))
                .toList();
        Path folder = Path.of(arguments.folder());
        try {
            Map<String, String> files = LONG.await(
                    "simulate",
                    () -> SimulationReport.of(Scenarios.all(), candidates).files(HOW_TO_REPEAT));
            Files.createDirectories(folder);
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
        } catch (Violation violation) {
            out.println("cannot be simulated: " + violation.getMessage());
            return BROKEN;
        }
        out.println("written: " + folder.resolve("README.md"));
        return found.failures().isEmpty() ? KEPT : BROKEN;
    }
}
