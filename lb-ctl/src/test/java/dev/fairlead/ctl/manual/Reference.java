package dev.fairlead.ctl.manual;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The reference part of docs/lb-ctl.md, written from the commands themselves. */
final class Reference {

    private final CommandLine root;
    private final Set<String> common = new LinkedHashSet<>();

    Reference(CommandLine root) {
        this.root = root;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        CommandLine change =
                root.getSubcommands().get("backends").getSubcommands().get("drain");
        text.append("### Options of every command that talks to a server\n\n");
        common(text, root.getSubcommands().get("backends").getSubcommands().get("list"));
        text.append("\n### Options of every command that changes something\n\n");
        common(text, change);
        for (CommandLine command : new LinkedHashSet<>(root.getSubcommands().values())) {
            List<CommandLine> verbs = command.getSubcommands().isEmpty()
                    ? List.of(command)
                    : new ArrayList<>(
                            new LinkedHashSet<>(command.getSubcommands().values()));
            for (CommandLine verb : verbs) {
                command(text, verb);
            }
        }
        return text.toString();
    }

    private void common(StringBuilder text, CommandLine command) {
        for (OptionSpec option : visible(command)) {
            if (common.add(key(option))) {
                option(text, option);
            }
        }
    }

    private void command(StringBuilder text, CommandLine command) {
        String path = command.getCommandSpec().qualifiedName().replaceFirst("^lb-ctl ", "");
        String parameters = command.getCommandSpec().positionalParameters().stream()
                .map(parameter -> parameter.arity().min() == 0
                        ? " [" + parameter.paramLabel() + "]"
                        : " " + parameter.paramLabel())
                .collect(Collectors.joining());
        text.append("\n### `lb-ctl ").append(path).append(parameters).append("`\n\n");
        text.append(String.join("\n", command.getCommandSpec().usageMessage().description()))
                .append('\n');
        List<OptionSpec> own = visible(command).stream()
                .filter(option -> !common.contains(key(option)))
                .toList();
        List<PositionalParamSpec> places = command.getCommandSpec().positionalParameters();
        if (own.size() + places.size() > 0) {
            text.append('\n');
        }
        places.forEach(place -> text.append("- `")
                .append(place.paramLabel())
                .append("`: ")
                .append(String.join(" ", place.description()))
                .append('\n'));
        own.forEach(option -> option(text, option));
    }

    private static List<OptionSpec> visible(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden() && !option.longestName().equals("--help"))
                .toList();
    }

    private static String key(OptionSpec option) {
        return String.join(",", option.names()) + String.join(" ", option.description());
    }

    private static void option(StringBuilder text, OptionSpec option) {
        text.append("- `")
                .append(String.join("`, `", option.names()))
                .append(option.arity().max() > 0 ? " " + option.paramLabel() : "")
                .append("`: ")
                .append(String.join(" ", option.description()))
                .append('\n');
    }
}
