package dev.fairlead.ctl.health;

import dev.fairlead.ctl.command.Noun;
import dev.fairlead.ctl.command.Surroundings;
import java.util.List;

/** What can be done with health. */
public final class HealthCommands implements Noun {

    private final Surroundings surroundings;

    public HealthCommands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "health";
    }

    @Override
    public String otherName() {
        return "healths";
    }

    @Override
    public String description() {
        return "Health checks: how backends are probed, and what the probes found.";
    }

    @Override
    public List<String> verbs() {
        return List.of("show", "set", "test", "history");
    }

    @Override
    public Object command(String verb) {
        return switch (verb) {
            case "show" -> new ShowHealth(surroundings);
            case "set" -> new SetHealth(surroundings);
            case "test" -> new TestHealth(surroundings);
            case "history" -> new HealthHistory(surroundings);
            default -> throw unknown(verb);
        };
    }
}
