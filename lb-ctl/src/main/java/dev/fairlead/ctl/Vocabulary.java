package dev.fairlead.ctl;

import dev.fairlead.ctl.backends.BackendCommands;
import dev.fairlead.ctl.command.Noun;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.config.ConfigCommands;
import dev.fairlead.ctl.explain.ExplainCommand;
import dev.fairlead.ctl.health.HealthCommands;
import dev.fairlead.ctl.load.LoadCommand;
import dev.fairlead.ctl.plugins.PluginCommands;
import dev.fairlead.ctl.pools.PoolCommands;
import dev.fairlead.ctl.stats.StatsCommand;
import dev.fairlead.ctl.strategy.StrategyCommands;
import dev.fairlead.ctl.watch.WatchCommand;
import java.util.List;
import java.util.Optional;

/** All words that a command can begin with: nouns with their verbs, and commands of one word. */
final class Vocabulary {

    private static final List<String> ALONE = List.of("stats", "watch", "explain", "load", "version");

    private final Surroundings surroundings;
    private final List<Noun> nouns;

    Vocabulary(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.nouns = List.of(
                new BackendCommands(surroundings),
                new PoolCommands(surroundings),
                new StrategyCommands(surroundings),
                new HealthCommands(surroundings),
                new PluginCommands(surroundings),
                new ConfigCommands(surroundings));
    }

    List<Noun> nouns() {
        return nouns;
    }

    Optional<Noun> noun(String word) {
        return nouns.stream()
                .filter(noun -> noun.name().equals(word) || noun.otherName().equals(word))
                .findFirst();
    }

    /** Those that something of this name can be done with. */
    List<Noun> nounsWith(String verb) {
        return nouns.stream().filter(noun -> noun.verbs().contains(verb)).toList();
    }

    /** Commands that are one word. */
    List<String> alone() {
        return ALONE;
    }

    Object command(String alone) {
        return switch (alone) {
            case "stats" -> new StatsCommand(surroundings);
            case "watch" -> new WatchCommand(surroundings);
            case "explain" -> new ExplainCommand(surroundings);
            case "load" -> new LoadCommand();
            case "version" -> new VersionCommand();
            default -> throw new IllegalArgumentException(alone);
        };
    }
}
