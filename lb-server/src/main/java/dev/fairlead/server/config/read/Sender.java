package dev.fairlead.server.config.read;

import dev.fairlead.server.config.value.NamedFiles;

/**
 * What a document may have for the sake of who wrote it.
 *
 * @param variables whether it may ask for those of the environment
 * @param files which it may name
 * @param trials whether strategies that it names are created to see what they say, which runs strangers' code
 */
public record Sender(boolean variables, NamedFiles files, boolean trials) {

    /** Who runs the server. */
    public static final Sender OWNER = new Sender(true, NamedFiles.PRESENT, true);
}
