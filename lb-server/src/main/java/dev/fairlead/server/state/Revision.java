package dev.fairlead.server.state;

import dev.fairlead.server.desired.DesiredState;
import java.time.Instant;

/** An accepted desired state. Numbers have no gaps. */
public record Revision(long number, DesiredState desired, String author, Instant at, String message) {
    @Override
    public String toString() {
        return "revision " + number + " by " + author + ": " + message;
    }
}
