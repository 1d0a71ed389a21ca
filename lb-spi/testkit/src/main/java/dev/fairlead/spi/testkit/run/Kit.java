package dev.fairlead.spi.testkit.run;

import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.contract.Contract;
import dev.fairlead.spi.testkit.contract.Report;
import dev.fairlead.spi.testkit.simulation.Candidate;
import dev.fairlead.spi.testkit.simulation.Scenarios;
import dev.fairlead.spi.testkit.simulation.SimulationReport;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Tries every strategy on the class path:
 *
 * <pre>
 * java -cp my-strategy.jar:spi/* dev.fairlead.spi.testkit.run.Kit verify
 * java -cp my-strategy.jar:spi/* dev.fairlead.spi.testkit.run.Kit simulate FOLDER
 * </pre>
 */
public final class Kit {
    private static final String USAGE = "usage: verify | simulate FOLDER; strategies are those on the class path";

    private final List<StrategyProvider> providers;
    private final PrintWriter out;

    Kit(List<StrategyProvider> providers, PrintWriter out) {
        this.providers = List.copyOf(providers);
        this.out = out;
    }

    /** Exits with 0 if all is well, 1 if a strategy breaks the contract, 2 if there is nothing to do. */
    public static void main(String[] arguments) throws IOException {
        List<StrategyProvider> providers = ServiceLoader.load(StrategyProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        int code = new Kit(providers, out).run(arguments);
        out.flush();
        System.exit(code);
    }

    int run(String... arguments) throws IOException {
        if (providers.isEmpty()) {
            out.println("no strategy on the class path: is it named in META-INF/services/"
                    + StrategyProvider.class.getName() + "?");
            return 2;
        }
        if (arguments.length == 1 && arguments[0].equals("verify")) {
            return verify();
        }
        if (arguments.length == 2 && arguments[0].equals("simulate")) {
            return simulate(Path.of(arguments[1]));
        }
        out.println(USAGE);
        return 2;
    }

    private int verify() {
        int code = 0;
        for (StrategyProvider provider : providers) {
            Report report = Contract.of(provider).verify();
            out.println(report);
            code = report.kept() ? code : 1;
        }
        return code;
    }

    private int simulate(Path folder) throws IOException {
        List<Candidate> candidates = providers.stream().map(Candidate::of).toList();
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file :
                SimulationReport.of(Scenarios.all(), candidates).files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        out.println("written: " + folder.resolve("README.md"));
        return 0;
    }
}
