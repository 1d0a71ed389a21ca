/**
 * How the program behaves as a process: its version, its log, the signals it listens to, and the files that tell others
 * where it is. Knows nothing of load balancing.
 */
@NullMarked
package dev.fairlead.server.process;

import org.jspecify.annotations.NullMarked;
