package dev.fairlead.ctl.command;

import dev.fairlead.ctl.output.Format;
import dev.fairlead.ctl.output.Output;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** What is printed, and how. Picocli fills the fields. */
final class OutputOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, wide, json, yaml, or name (an id a line). Default: table")
    private Format format = Format.table;

    @Option(
            names = {"-q", "--quiet"},
            description = "No words but errors, and no table after a change.")
    private boolean quiet;

    @Option(
            names = "--no-color",
            description = "No colours. There are none anyway if stdout is no terminal, or NO_COLOR is set.")
    private boolean noColour;

    Output to(PrintWriter out, PrintWriter err, Surroundings surroundings) {
        boolean colours = !noColour
                && surroundings.terminal().out()
                && surroundings.environment().getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(surroundings.environment().get("TERM"));
        return new Output(out, err, format, quiet, colours);
    }
}
