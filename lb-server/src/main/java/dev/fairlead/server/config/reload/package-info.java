/**
 * Watches and rereads the file that the server was started with. A refused reading changes nothing; an accepted one is
 * handed to a listener, which decides what it means for the running state.
 */
@NullMarked
package dev.fairlead.server.config.reload;

import org.jspecify.annotations.NullMarked;
