package dev.fairlead.ctl.sessions;

import dev.fairlead.ctl.command.Noun;
import dev.fairlead.ctl.command.Surroundings;
import java.util.List;

/** What can be done with sessions. */
public final class SessionCommands implements Noun {

    private final Surroundings surroundings;

    public SessionCommands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public String otherName() {
        return "session";
    }

    @Override
    public String description() {
        return "Sessions: which backend a client stays at.";
    }

    @Override
    public List<String> verbs() {
        return List.of("show");
    }

    @Override
    public Object command(String verb) {
        return switch (verb) {
            case "show" -> new ShowSession(surroundings);
            default -> throw unknown(verb);
        };
    }
}
