package dev.fairlead.server.config.read;

import dev.fairlead.server.config.value.NamedFiles;

/**
 * What a document may do, depending on its sender.
 *
 * @param variables whether it may use environment variables
 * @param files the files that it may name
 * @param trials whether strategies that it names are created for a check, which runs plug-in code
 */
public record Sender(boolean variables, NamedFiles files, boolean trials) {

    /** The user who runs the server. */
    public static final Sender OWNER = new Sender(true, NamedFiles.PRESENT, true);
}
