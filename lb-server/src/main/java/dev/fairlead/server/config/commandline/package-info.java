/**
 * The flags of the server, the command that checks a file, and the sentences for a command line that cannot be understood.
 */
@NullMarked
package dev.fairlead.server.config.commandline;

import org.jspecify.annotations.NullMarked;
