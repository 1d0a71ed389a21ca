package dev.fairlead.ctl.limits;

import dev.fairlead.ctl.command.Noun;
import dev.fairlead.ctl.command.Surroundings;
import java.util.List;

/** What can be done with rate limits. */
public final class LimitCommands implements Noun {

    private final Surroundings surroundings;

    public LimitCommands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public String otherName() {
        return "limit";
    }

    @Override
    public String description() {
        return "Rate limits: how many requests clients may send.";
    }

    @Override
    public List<String> verbs() {
        return List.of("list");
    }

    @Override
    public Object command(String verb) {
        return switch (verb) {
            case "list" -> new ListLimits(surroundings);
            default -> throw unknown(verb);
        };
    }
}
