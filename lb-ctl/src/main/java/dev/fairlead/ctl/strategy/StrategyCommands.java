package dev.fairlead.ctl.strategy;

import dev.fairlead.ctl.command.Noun;
import dev.fairlead.ctl.command.Surroundings;
import java.util.List;

/** What can be done with strategies. */
public final class StrategyCommands implements Noun {

    private final Surroundings surroundings;

    public StrategyCommands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "strategy";
    }

    @Override
    public String otherName() {
        return "strategies";
    }

    @Override
    public String description() {
        return "The strategy that chooses backends: set it, or run another as its shadow.";
    }

    @Override
    public List<String> verbs() {
        return List.of("list", "show", "set", "shadow", "promote");
    }

    @Override
    public Object command(String verb) {
        return switch (verb) {
            case "list" -> new ListStrategies(surroundings);
            case "show" -> new ShowStrategy(surroundings);
            case "set" -> new SetStrategy(surroundings);
            case "shadow" -> new ShadowStrategy(surroundings);
            case "promote" -> new PromoteStrategy(surroundings);
            default -> throw unknown(verb);
        };
    }
}
