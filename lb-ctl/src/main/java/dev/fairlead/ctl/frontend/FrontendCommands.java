package dev.fairlead.ctl.frontend;

import dev.fairlead.ctl.command.Noun;
import dev.fairlead.ctl.command.Surroundings;
import java.util.List;

/** What can be done with the settings of the server. */
public final class FrontendCommands implements Noun {

    private final Surroundings surroundings;

    public FrontendCommands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "frontend";
    }

    @Override
    public String otherName() {
        return "frontends";
    }

    @Override
    public String description() {
        return "The live settings of the server: its address, limits, access log, monitoring pages.";
    }

    @Override
    public List<String> verbs() {
        return List.of("get", "set");
    }

    @Override
    public Object command(String verb) {
        return switch (verb) {
            case "get" -> new GetFrontendSettings(surroundings);
            case "set" -> new SetFrontendSettings(surroundings);
            default -> throw unknown(verb);
        };
    }
}
