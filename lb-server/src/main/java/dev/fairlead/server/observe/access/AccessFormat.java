package dev.fairlead.server.observe.access;

/** Writes one line for one request, its end included. */
@FunctionalInterface
interface AccessFormat {

    void write(AccessEntry entry, StringBuilder line);
}
