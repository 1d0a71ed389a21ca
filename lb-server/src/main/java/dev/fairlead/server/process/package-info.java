/**
 * How the program behaves as a process: its version, its log, its signals, and the files that publish its addresses.
 * Knows nothing about load balancing.
 */
@NullMarked
package dev.fairlead.server.process;

import org.jspecify.annotations.NullMarked;
