package dev.fairlead.ctl.pools;

import dev.fairlead.ctl.command.Noun;
import dev.fairlead.ctl.command.Surroundings;
import java.util.List;

/** What can be done with pools. */
public final class PoolCommands implements Noun {

    private final Surroundings surroundings;

    public PoolCommands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "pools";
    }

    @Override
    public String otherName() {
        return "pool";
    }

    @Override
    public String description() {
        return "Pools: sets of backends with one strategy and one health policy.";
    }

    @Override
    public List<String> verbs() {
        return List.of("list", "show", "get", "add", "set", "remove");
    }

    @Override
    public Object command(String verb) {
        return switch (verb) {
            case "list" -> new ListPools(surroundings);
            case "show" -> new ShowPool(surroundings);
            case "get" -> new GetPoolSettings(surroundings);
            case "add" -> new AddPool(surroundings);
            case "set" -> new SetPool(surroundings);
            case "remove" -> new RemovePool(surroundings);
            default -> throw unknown(verb);
        };
    }
}
