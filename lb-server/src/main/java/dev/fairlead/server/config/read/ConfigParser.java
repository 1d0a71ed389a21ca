package dev.fairlead.server.config.read;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.ConfigProblem;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.SentConfig;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.config.document.Document;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.document.Node.Where;
import dev.fairlead.server.config.document.Problems;
import dev.fairlead.server.config.document.Reach;
import dev.fairlead.server.config.document.SourceFiles;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns defaults, a document and the command line into one configuration, or into a list of all problems. */
public final class ConfigParser {

    private final Surroundings surroundings;
    private final Function<BootSettings, StrategyCheck> strategies;

    /** @param strategies asked once a reading, because where the plug-ins lie stands in the same document */
    public ConfigParser(Surroundings surroundings, Function<BootSettings, StrategyCheck> strategies) {
        this.surroundings = surroundings;
        this.strategies = strategies;
    }

    /** Reads a local file, which may include others beside it. */
    public ServerConfig read(Path file) throws InvalidConfigException {
        return read(file, Overrides.NONE, new SourceFiles());
    }

    public ServerConfig read(@Nullable Path file, Overrides overrides, SourceFiles sources)
            throws InvalidConfigException {
        if (file == null) {
            return build(new Fields(Map.of(), new Where("defaults", 0)), null, overrides.withoutFile(), Sender.OWNER)
                    .config();
        }
        try {
            Path absolute = surroundings.resolve(file.toString());
            String text = sources.read(absolute);
            Reach reach = Reach.local(absolute, sources, surroundings.environment());
            return build(Document.read(text, file.toString(), reach), file, overrides, Sender.OWNER)
                    .config();
        } catch (IOException e) {
            throw new InvalidConfigException(
                    List.of(new ConfigProblem(file.toString(), String.valueOf(e.getMessage()))));
        }
    }

    /** Reads a document of our own that lies in no file. */
    public ServerConfig parse(byte[] bytes, String name, @Nullable Path beside) throws InvalidConfigException {
        return parse(bytes, name, beside, Sender.OWNER).config();
    }

    /**
     * Reads a document from the network, which cannot include files; with the keys that it names, because applying it
     * changes only those.
     *
     * @param name what its sender calls it; the ending tells the syntax
     * @param beside the local file whose place it would take, from where its relative paths start
     */
    public SentConfig parse(byte[] bytes, String name, @Nullable Path beside, Sender sender)
            throws InvalidConfigException {
        try {
            if (bytes.length > SourceFiles.MAX_BYTES) {
                throw new IOException(SourceFiles.TOO_LARGE);
            }
            String text = SourceFiles.decode(bytes);
            Reach reach = Reach.sent(surroundings.environment(), sender.variables());
            return build(Document.read(text, name, reach), beside, Overrides.NONE, sender);
        } catch (IOException e) {
            throw new InvalidConfigException(List.of(new ConfigProblem(name, String.valueOf(e.getMessage()))));
        }
    }

    /**
     * A record with some of its settings made otherwise, each named by its key and spelt as a file would.
     *
     * @param name what the record is known by, which no setting can change; empty if it has no name
     */
    public <R extends Record> R over(
            R present, String name, Map<String, String> settings, @Nullable Path beside, Sender sender)
            throws InvalidConfigException {
        Problems problems = new Problems();
        Section block = new Section("", KeyedDocument.of(settings), problems);
        BlockReader reader = new BlockReader(surroundings.baseOf(beside), sender.files());
        R changed = name.isEmpty() ? reader.read(block, present) : reader.read(block, present, name);
        problems.throwIfAny();
        return changed;
    }

    /** A block of a list, as a route, that is made of settings alone. */
    public <E extends Record> E named(
            Class<E> type, String name, Map<String, String> settings, @Nullable Path beside, Sender sender)
            throws InvalidConfigException {
        Problems problems = new Problems();
        Section block = new Section("", KeyedDocument.of(settings), problems);
        Optional<E> made =
                new BlockReader(surroundings.baseOf(beside), sender.files()).named(block, Schema.of(type), name);
        problems.throwIfAny();
        return made.orElseThrow();
    }

    /**
     * Reads settings that are named one by one, each as a file would spell it.
     *
     * @param block where their keys begin: {@code lb} or {@code lb.pools.web}
     */
    public SentConfig parse(Map<String, String> settings, String block, @Nullable Path beside, Sender sender)
            throws InvalidConfigException {
        return build(KeyedDocument.of(settings, block), beside, Overrides.NONE, sender);
    }

    private SentConfig build(Fields document, @Nullable Path file, Overrides overrides, Sender sender)
            throws InvalidConfigException {
        Problems problems = new Problems();
        Fields root = FlatKeys.rewrite(document, problems);
        RootKeys.check(root, problems);
        Section lb = new Section("", root, problems).section("lb");
        lb.checkKeys(RootKeys.INSIDE);
        Path base = surroundings.baseOf(file);
        BlockReader settings = new BlockReader(base, sender.files());
        BootSettings boot = overrides.applyTo(new BootReader(surroundings, base, file != null, settings).read(lb));
        StrategyCheck known = strategies.apply(boot);
        StrategyCheck check = sender.trials() ? known : known::look;
        PoolBlockReader pools = new PoolBlockReader(settings, check, new BackendListReader(settings, problems));
        Frontend frontend = lb.record(Frontend.DEFAULT, () -> settings.unchecked(lb, Frontend.DEFAULT, Map.of()));
        DesiredState desired = new DesiredState(frontend, pools(lb, pools));
        if (sender.equals(Sender.OWNER)) {
            lb.record(desired, desired::checked);
        }
        ServerConfig config = overrides.applyTo(new ServerConfig(boot, desired), check, problems);
        problems.throwIfAny();
        return new SentConfig(config, NamedKeys.of(root));
    }

    /** The default pool always exists: it takes every request that no route sends elsewhere. */
    private static Map<String, Pool> pools(Section lb, PoolBlockReader reader) {
        Section all = lb.section("pools");
        Set<String> names = new LinkedHashSet<>(all.keys());
        names.add(DesiredState.DEFAULT_POOL);
        Map<String, Pool> pools = new LinkedHashMap<>();
        for (String name : names) {
            reader.read(name, all.section(name)).ifPresent(pool -> pools.put(name, pool));
        }
        pools.putIfAbsent(DesiredState.DEFAULT_POOL, Pool.named(DesiredState.DEFAULT_POOL));
        return pools;
    }
}
