package dev.fairlead.server;

import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.util.Modules;
import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.config.commandline.UsageErrors;
import dev.fairlead.server.config.commandline.ValidateCommand;
import dev.fairlead.server.config.read.ConfigParser;
import dev.fairlead.server.config.reload.ConfigFile;
import dev.fairlead.server.control.ControlModule;
import dev.fairlead.server.demo.BackendCommand;
import dev.fairlead.server.health.HealthModule;
import dev.fairlead.server.live.LiveModule;
import dev.fairlead.server.observe.ObserveModule;
import dev.fairlead.server.process.Logs;
import dev.fairlead.server.process.Versions;
import dev.fairlead.server.proxy.ProxyModule;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.server.strategy.StrategyModule;
import dev.fairlead.server.strategy.jar.SpiVersion;
import dev.fairlead.server.strategy.plugin.PluginModule;
import dev.fairlead.server.strategy.plugin.Plugins;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import picocli.CommandLine;

/** The entry point: picks the command and turns its result into the exit code. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Logs.chooseFacade();
        Logs.setUp(Level.WARN, false);
        // Not every library thread is a daemon.
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        Surroundings surroundings = new Surroundings(Path.of("").toAbsolutePath(), home(), System.getenv());
        Injector strategies = ServerCommand.strategies();
        CatalogueStrategyCheck known = new CatalogueStrategyCheck(strategies.getInstance(StrategyFactory.class));
        Plugins plugins = strategies.getInstance(Plugins.class);
        ConfigParser parser = new ConfigParser(surroundings, boot -> {
            plugins.open(PluginPaths.settings(boot)).toCompletableFuture().join();
            return known;
        });
        CommandLine line = new CommandLine(new ServerCommand(surroundings, parser, strategies));
        line.addSubcommand(new ValidateCommand(parser));
        line.addSubcommand(new BackendCommand());
        line.setParameterExceptionHandler(new UsageErrors());
        line.setExecutionExceptionHandler(Main::failed);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    /** An unexpected exception goes to the log with its stack trace. */
    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        LoggerFactory.getLogger(Main.class).error("event=failed cause=\"{}\"", failure.toString(), failure);
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** The folder that contains {@code bin/}; the launcher passes it. */
    private static @Nullable Path home() {
        String home = System.getProperty("fairlead.home", "");
        return home.isEmpty() ? null : Path.of(home);
    }

    static Module strategyModule() {
        return Modules.combine(
                new StrategyModule(), new PluginModule(SpiVersion.parse(Versions.release()), PluginPaths.kit()));
    }

    /** @param file null if there is none to reload */
    static List<Module> modules(BootSettings boot, ConfigParser parser, @Nullable ConfigFile file) {
        return List.of(
                new ServerModule(boot, parser, file),
                new ControlModule(),
                new HealthModule(),
                new LiveModule(),
                new ObserveModule(),
                new ProxyModule());
    }
}
