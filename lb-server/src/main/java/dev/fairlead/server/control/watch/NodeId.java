package dev.fairlead.server.control.watch;

/** Names this server process, so that a watcher can tell that it speaks to another one. */
public record NodeId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
