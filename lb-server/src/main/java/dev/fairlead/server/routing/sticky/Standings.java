package dev.fairlead.server.routing.sticky;

/** How the backends of one table stand, by their place in the list of declared backends. */
@FunctionalInterface
public interface Standings {
    Standing at(int place);
}
