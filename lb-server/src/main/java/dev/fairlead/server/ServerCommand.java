package dev.fairlead.server;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.config.commandline.Flags;
import dev.fairlead.server.config.read.ConfigParser;
import dev.fairlead.server.config.reload.ConfigFile;
import dev.fairlead.server.control.service.ConfigSource;
import dev.fairlead.server.process.Logs;
import dev.fairlead.server.process.StartFailure;
import dev.fairlead.server.process.Versions;
import dev.fairlead.server.text.Printable;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lb-server}: runs the load balancer until it is stopped. */
@Command(
        name = "lb-server",
        description = "Fairlead, an HTTP load balancer that you reprogram while it runs.",
        versionProvider = Versions.class,
        sortOptions = false,
        usageHelpWidth = 110,
        footer = {
            "",
            "Exit codes: 0 clean stop, 1 bad configuration or port in use, 2 wrong usage.",
            "Start here: lb-server --demo"
        })
final class ServerCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final ConfigParser parser;
    private final Injector strategies;

    @Mixin
    private Flags flags = new Flags();

    @Spec
    private @Nullable CommandSpec spec;

    ServerCommand(Surroundings surroundings, ConfigParser parser, Injector strategies) {
        this.surroundings = surroundings;
        this.parser = parser;
        this.strategies = strategies;
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec, "picocli sets it");
        PrintWriter err = command.commandLine().getErr();
        flags.check();
        Logs.setUp(flags.logLevel(), flags.logFormat() == Flags.LogFormat.JSON);
        try {
            return flags.demo() ? demonstrate(command) : serve();
        } catch (InvalidConfigException e) {
            e.problems().forEach(problem -> err.println(Printable.of(problem.toString())));
            err.flush();
            return e.exitCode();
        } catch (StartFailure e) {
            err.println("lb-server: " + Printable.of(e.sentence()));
        }
        err.flush();
        return 1;
    }

    private int serve() throws InvalidConfigException, StartFailure, InterruptedException {
        ConfigFile file = new ConfigFile(flags, surroundings, parser);
        ServerConfig config = file.read();
        Injector injector = injector(config, file);
        RunningServer server = running(injector, config, PortSearch.EXACT);
        server.reloadFrom(injector.getInstance(ConfigSource.class));
        return server.awaitStop();
    }

    private int demonstrate(CommandSpec command) throws InvalidConfigException, StartFailure, InterruptedException {
        if (flags.config() != null || flags.namesBackends()) {
            throw new ParameterException(
                    command.commandLine(), "--demo has its own configuration and backends; leave out the others");
        }
        ServerConfig config = new ConfigFile(flags, surroundings, parser).read();
        if (config.boot().stateDir() != null) {
            throw new ParameterException(command.commandLine(), "--demo stores nothing; leave out --state-dir");
        }
        try (Demo demo = Demo.start()) {
            ServerConfig demonstrated = demo.over(config);
            RunningServer server = running(injector(demonstrated, null), demonstrated, PortSearch.NEXT_FREE);
            demo.explain(command.commandLine().getOut(), server.addresses());
            return server.awaitStop();
        } catch (BindException e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** Singletons are created when they are needed. */
    private Injector injector(ServerConfig config, @Nullable ConfigFile file) {
        return strategies.createChildInjector(Main.modules(config.boot(), parser, file));
    }

    private RunningServer running(Injector injector, ServerConfig config, PortSearch search) throws StartFailure {
        return RunningServer.start(
                injector.getInstance(LoadBalancer.class), config, search, flags.fresh(), flags.portsFile());
    }

    static Injector strategies() {
        return Guice.createInjector(Stage.DEVELOPMENT, Main.strategyModule());
    }
}
