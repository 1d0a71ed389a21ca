package dev.fairlead.server.config.document;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a document may take from outside itself.
 *
 * @param environment of this process
 * @param variables whether it may ask for those
 */
public record Reach(Includes includes, Map<String, String> environment, boolean variables) {

    /** A file of this machine: whoever wrote it could read as much. */
    public static Reach local(Path file, SourceFiles files, Map<String, String> environment) {
        return new Reach(Includes.of(file, files), environment, true);
    }

    /** What came over the network. */
    public static Reach sent(Map<String, String> environment, boolean variables) {
        return new Reach(Includes.none(), variables ? environment : Map.of(), variables);
    }
}
