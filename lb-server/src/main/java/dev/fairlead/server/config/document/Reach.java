package dev.fairlead.server.config.document;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a document may use from outside itself.
 *
 * @param environment of this process
 * @param variables whether it may ask for those
 */
public record Reach(Includes includes, Map<String, String> environment, boolean variables) {

    /** For a file on this machine: its author could read as much anyway. */
    public static Reach local(Path file, SourceFiles files, Map<String, String> environment) {
        return new Reach(Includes.of(file, files), environment, true);
    }

    /** For a document from the network. */
    public static Reach sent(Map<String, String> environment, boolean variables) {
        return new Reach(Includes.none(), variables ? environment : Map.of(), variables);
    }
}
