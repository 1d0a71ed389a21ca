package dev.fairlead.server.control.watch;

/** Identifies this server process, so that a watcher can notice that it is connected to another one. */
public record NodeId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
