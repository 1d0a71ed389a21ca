package dev.fairlead.ctl.output;

/** The format of stdout. The names are what users type. */
public enum Format {
    table,
    /** A table with more columns. */
    wide,
    json,
    yaml,
    /** One id per line. */
    name
}
