package dev.fairlead.ctl;

import dev.fairlead.ctl.backends.BackendCommands;
import dev.fairlead.ctl.command.Noun;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.completion.CompletionCommand;
import dev.fairlead.ctl.config.ConfigCommands;
import dev.fairlead.ctl.explain.ExplainCommand;
import dev.fairlead.ctl.frontend.FrontendCommands;
import dev.fairlead.ctl.health.HealthCommands;
import dev.fairlead.ctl.limits.LimitCommands;
import dev.fairlead.ctl.load.LoadCommand;
import dev.fairlead.ctl.plugins.PluginCommands;
import dev.fairlead.ctl.pools.PoolCommands;
import dev.fairlead.ctl.routes.RouteCommands;
import dev.fairlead.ctl.sessions.SessionCommands;
import dev.fairlead.ctl.stats.StatsCommand;
import dev.fairlead.ctl.stats.TopCommand;
import dev.fairlead.ctl.strategy.StrategyCommands;
import dev.fairlead.ctl.watch.WatchCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** All words that can start a command: nouns with their verbs, and one-word commands. */
final class Vocabulary {

    private static final List<String> ALONE =
            List.of("stats", "top", "watch", "explain", "load", "version", "completion");

    private final Surroundings surroundings;
    private final Supplier<CommandLine> allCommands;
    private final List<Noun> nouns;

    /** @param allCommands for the completion command */
    Vocabulary(Surroundings surroundings, Supplier<CommandLine> allCommands) {
        this.surroundings = surroundings;
        this.allCommands = allCommands;
        this.nouns = List.of(
                new BackendCommands(surroundings),
                new PoolCommands(surroundings),
                new FrontendCommands(surroundings),
                new RouteCommands(surroundings),
                new LimitCommands(surroundings),
                new SessionCommands(surroundings),
                new StrategyCommands(surroundings),
                new HealthCommands(surroundings),
                new PluginCommands(surroundings),
                new ConfigCommands(surroundings));
    }

    List<Noun> nouns() {
        return nouns;
    }

    /** Null if it is not a noun. Loops, here and below: the first lambda of a JVM costs more than all of this. */
    @Nullable
    Noun noun(String word) {
        for (Noun noun : nouns) {
            if (noun.name().equals(word) || noun.otherName().equals(word)) {
                return noun;
            }
        }
        return null;
    }

    /** The nouns that have this verb. */
    List<Noun> nounsWith(String verb) {
        List<Noun> found = new ArrayList<>();
        for (Noun noun : nouns) {
            if (noun.verbs().contains(verb)) {
                found.add(noun);
            }
        }
        return found;
    }

    /** The one-word commands. */
    List<String> alone() {
        return ALONE;
    }

    Object command(String alone) {
        return switch (alone) {
            case "stats" -> new StatsCommand(surroundings);
            case "top" -> new TopCommand(surroundings);
            case "completion" -> new CompletionCommand(allCommands);
            case "watch" -> new WatchCommand(surroundings);
            case "explain" -> new ExplainCommand(surroundings);
            case "load" -> new LoadCommand();
            case "version" -> new VersionCommand();
            default -> throw new IllegalArgumentException(alone);
        };
    }
}
