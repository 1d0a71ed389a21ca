package dev.fairlead.server.config.reload;

import dev.fairlead.server.desired.DesiredState;

/** Applies a new reading of the file to the running state. */
@FunctionalInterface
public interface Reloads {

    /**
     * Blocks until the change is made or refused.
     *
     * @param cause who asked: {@code file}, {@code SIGHUP} or a caller of the control port
     * @return what became of it
     * @throws ReloadRefusedException if nothing was changed
     */
    Reload.Accepted reload(DesiredState desired, String cause) throws ReloadRefusedException;
}
