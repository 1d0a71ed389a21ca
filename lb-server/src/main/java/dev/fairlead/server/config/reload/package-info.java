/**
 * The file that the server was started with, watched and read again. A reading that is refused changes nothing; one that is
 * accepted is handed to a listener, which says what it means for the running state.
 */
@NullMarked
package dev.fairlead.server.config.reload;

import org.jspecify.annotations.NullMarked;
