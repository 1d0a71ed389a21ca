/**
 * Predicts what a change would do to the shares of a pool's backends: fresh instances of its strategy choose for
 * synthetic requests in virtual time, among endpoints that answer as fast as the real ones did recently. Live state is
 * not touched.
 */
@NullMarked
package dev.fairlead.server.forecast;

import org.jspecify.annotations.NullMarked;
