package dev.fairlead.ctl.command;

import java.util.List;

/** A word of the command line that something is done with, and what can be done. */
public interface Noun {

    /** As in "backends". */
    String name();

    /** The other number of it, as in "backend". */
    String otherName();

    /** For the list of commands. */
    String description();

    /** What can be done with it, in the order of the help. */
    List<String> verbs();

    /** The command for one of the verbs. */
    Object command(String verb);

    /** A verb that is not among {@link #verbs()}. */
    default IllegalArgumentException unknown(String verb) {
        return new IllegalArgumentException(name() + " " + verb);
    }
}
