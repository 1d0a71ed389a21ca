/**
 * What changes, as it changes, across restarts of the server.
 */
@NullMarked
package dev.fairlead.ctl.watch;

import org.jspecify.annotations.NullMarked;
