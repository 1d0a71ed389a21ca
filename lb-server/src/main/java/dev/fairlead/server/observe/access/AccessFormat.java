package dev.fairlead.server.observe.access;

/** Writes one line for one request, including the line break. */
@FunctionalInterface
interface AccessFormat {

    void write(AccessEntry entry, StringBuilder line);
}
