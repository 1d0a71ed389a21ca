package dev.fairlead.server;

import com.google.inject.Injector;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.config.commandline.Flags;
import dev.fairlead.server.config.read.ConfigParser;
import dev.fairlead.server.config.reload.ConfigFile;
import dev.fairlead.server.live.FirstState;
import dev.fairlead.server.process.ListenAddresses;
import dev.fairlead.server.process.StartFailure;
import dev.fairlead.server.state.store.Recovered;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.server.strategy.plugin.Plugins;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The whole load balancer in this process, wired as the real one, started from a file. */
public final class TestServer implements AutoCloseable {

    public static final String TOKEN = "the token of the runtime file";

    private final Injector injector;
    private final LoadBalancer balancer;
    private final InetSocketAddress control;
    private final InetSocketAddress data;

    private TestServer(Injector injector, LoadBalancer balancer, InetSocketAddress control, InetSocketAddress data) {
        this.injector = injector;
        this.balancer = balancer;
        this.control = control;
        this.data = data;
    }

    /** Its ports are for the file to choose: 0 for free ones. */
    public static TestServer start(Path file, String... more) throws InvalidConfigException, StartFailure {
        Surroundings surroundings = new Surroundings(Path.of("").toAbsolutePath(), null, Map.of());
        Injector strategies = ServerCommand.strategies();
        CatalogueStrategyCheck known = new CatalogueStrategyCheck(strategies.getInstance(StrategyFactory.class));
        Plugins plugins = strategies.getInstance(Plugins.class);
        ConfigParser parser = new ConfigParser(surroundings, boot -> {
            plugins.open(PluginPaths.settings(boot)).toCompletableFuture().join();
            return known;
        });
        Flags flags = new Flags();
        new CommandLine(CommandLine.Model.CommandSpec.create())
                .addMixin("flags", flags)
                .parseArgs(Stream.concat(Stream.of("--config", file.toString()), Stream.of(more))
                        .toArray(String[]::new));
        ConfigFile read = new ConfigFile(flags, surroundings, parser);
        ServerConfig config = read.read();
        Injector injector = strategies.createChildInjector(Main.modules(config.boot(), parser, read));
        LoadBalancer balancer = injector.getInstance(LoadBalancer.class);
        try {
            Recovered former = balancer.recover(flags.fresh());
            ListenAddresses early = balancer.openForOperators(
                    config.boot(), config.desired().frontend().listen(), TOKEN, PortSearch.EXACT);
            InetSocketAddress data = balancer.openForTraffic(FirstState.of(config.desired(), former), PortSearch.EXACT);
            return new TestServer(injector, balancer, early.control(), data);
        } catch (StartFailure failed) {
            balancer.close(); // where a process would end
            throw failed;
        }
    }

    public InetSocketAddress control() {
        return control;
    }

    public InetSocketAddress data() {
        return data;
    }

    /** A part of the running server. */
    public <T> T get(Class<T> part) {
        return injector.getInstance(part);
    }

    @Override
    public void close() {
        balancer.close();
    }
}
