package dev.fairlead.ctl.output;

/** What stdout looks like. The names are those that are typed. */
public enum Format {
    table,
    /** A table with more columns. */
    wide,
    json,
    yaml,
    /** An id a line. */
    name
}
