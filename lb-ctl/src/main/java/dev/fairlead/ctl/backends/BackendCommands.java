package dev.fairlead.ctl.backends;

import dev.fairlead.ctl.command.Noun;
import dev.fairlead.ctl.command.Surroundings;
import java.util.List;

/** What can be done with backends. */
public final class BackendCommands implements Noun {

    private final Surroundings surroundings;

    public BackendCommands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "backends";
    }

    @Override
    public String otherName() {
        return "backend";
    }

    @Override
    public String description() {
        return "The backends of a pool: list, add, change, drain and remove them.";
    }

    @Override
    public List<String> verbs() {
        return List.of("list", "show", "add", "set", "weight", "drain", "maint", "ready", "remove");
    }

    @Override
    public Object command(String verb) {
        return switch (verb) {
            case "list" -> new ListBackends(surroundings);
            case "show" -> new ShowBackend(surroundings);
            case "add" -> new AddBackend(surroundings);
            case "set" -> new SetBackend(surroundings);
            case "weight" -> new WeighBackend(surroundings);
            case "drain" -> new DrainBackend(surroundings);
            case "maint" -> new MaintainBackend(surroundings);
            case "ready" -> new ReadyBackend(surroundings);
            case "remove" -> new RemoveBackend(surroundings);
            default -> throw unknown(verb);
        };
    }
}
