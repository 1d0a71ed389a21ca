package dev.fairlead.ctl.routes;

import dev.fairlead.ctl.command.Noun;
import dev.fairlead.ctl.command.Surroundings;
import java.util.List;

/** What can be done with routes. */
public final class RouteCommands implements Noun {

    private final Surroundings surroundings;

    public RouteCommands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "routes";
    }

    @Override
    public String otherName() {
        return "route";
    }

    @Override
    public String description() {
        return "Routes: which requests go where. The first that matches a request has it.";
    }

    @Override
    public List<String> verbs() {
        return List.of("list", "show", "get", "add", "set", "remove", "move", "test");
    }

    @Override
    public Object command(String verb) {
        return switch (verb) {
            case "list" -> new ListRoutes(surroundings);
            case "show" -> new ShowRoute(surroundings);
            case "get" -> new GetRouteSettings(surroundings);
            case "add" -> new AddRoute(surroundings);
            case "set" -> new SetRoute(surroundings);
            case "remove" -> new RemoveRoute(surroundings);
            case "move" -> new MoveRoute(surroundings);
            case "test" -> new TestRoute(surroundings);
            default -> throw unknown(verb);
        };
    }
}
