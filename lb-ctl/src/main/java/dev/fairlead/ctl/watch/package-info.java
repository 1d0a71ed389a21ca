/**
 * Changes as they happen, across restarts of the server.
 */
@NullMarked
package dev.fairlead.ctl.watch;

import org.jspecify.annotations.NullMarked;
