package dev.fairlead.ctl.command;

import java.util.List;

/** A noun of the command line and its verbs. */
public interface Noun {

    /** The canonical form, as in "backends". */
    String name();

    /** The other form, singular or plural, as in "backend". */
    String otherName();

    /** For the list of commands. */
    String description();

    /** Its verbs, in the order of the help. */
    List<String> verbs();

    /** The command for a verb. */
    Object command(String verb);

    /** A verb that is not among {@link #verbs()}. */
    default IllegalArgumentException unknown(String verb) {
        return new IllegalArgumentException(name() + " " + verb);
    }
}
