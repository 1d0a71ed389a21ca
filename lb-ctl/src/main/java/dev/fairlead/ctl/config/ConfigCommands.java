package dev.fairlead.ctl.config;

import dev.fairlead.ctl.command.Noun;
import dev.fairlead.ctl.command.Surroundings;
import java.util.List;

/** What can be done with the configuration. */
public final class ConfigCommands implements Noun {

    private final Surroundings surroundings;

    public ConfigCommands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "config";
    }

    @Override
    public String otherName() {
        return "configs";
    }

    @Override
    public String description() {
        return "The configuration: show, check, apply and compare it, or roll back to an earlier one.";
    }

    @Override
    public List<String> verbs() {
        return List.of("show", "validate", "diff", "apply", "export", "history", "rollback", "reload");
    }

    @Override
    public Object command(String verb) {
        return switch (verb) {
            case "show" -> new ShowConfig(surroundings);
            case "validate" -> new ValidateConfig(surroundings);
            case "diff" -> new DiffConfig(surroundings);
            case "apply" -> new ApplyConfig(surroundings);
            case "export" -> new ExportConfig(surroundings);
            case "history" -> new ConfigHistory(surroundings);
            case "rollback" -> new RollbackConfig(surroundings);
            case "reload" -> new ReloadConfig(surroundings);
            default -> throw unknown(verb);
        };
    }
}
