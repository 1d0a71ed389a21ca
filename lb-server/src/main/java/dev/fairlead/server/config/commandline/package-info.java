/**
 * The flags of the server, the command that checks a file, and the messages for an invalid command line.
 */
@NullMarked
package dev.fairlead.server.config.commandline;

import org.jspecify.annotations.NullMarked;
