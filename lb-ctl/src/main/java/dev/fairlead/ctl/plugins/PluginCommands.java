package dev.fairlead.ctl.plugins;

import dev.fairlead.ctl.command.Noun;
import dev.fairlead.ctl.command.Surroundings;
import java.util.List;

/** What can be done with plug-ins. */
public final class PluginCommands implements Noun {

    private final Surroundings surroundings;

    public PluginCommands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "plugins";
    }

    @Override
    public String otherName() {
        return "plugin";
    }

    @Override
    public String description() {
        return "Strategies of your own, as plug-ins: list, verify, load, unload and reload them.";
    }

    @Override
    public List<String> verbs() {
        return List.of("list", "verify", "load", "unload", "reload");
    }

    @Override
    public Object command(String verb) {
        return switch (verb) {
            case "list" -> new ListPlugins(surroundings);
            case "verify" -> new VerifyPlugin(surroundings);
            case "load" -> new LoadPlugin(surroundings);
            case "unload" -> new UnloadPlugin(surroundings);
            case "reload" -> new ReloadPlugin(surroundings);
            default -> throw unknown(verb);
        };
    }
}
