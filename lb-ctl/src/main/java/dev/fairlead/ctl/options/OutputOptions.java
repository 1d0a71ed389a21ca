package dev.fairlead.ctl.options;

import dev.fairlead.ctl.output.Format;
import dev.fairlead.ctl.output.Output;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Option;

/** What is printed, and how. Picocli fills the fields. */
public final class OutputOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, wide, json, yaml, or name (one id per line). Default: table")
    private Format format = Format.table;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print no messages except errors, and no table after a change.")
    private boolean quiet;

    @Option(
            names = "--no-color",
            description = "No colours. They are also off if stdout is not a terminal or NO_COLOR is set.")
    private boolean noColour;

    /** @param terminal whether stdout is one */
    public Output to(PrintWriter out, PrintWriter err, boolean terminal, Map<String, String> environment) {
        boolean colours = !noColour
                && terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
        return new Output(out, err, format, quiet, colours);
    }
}
