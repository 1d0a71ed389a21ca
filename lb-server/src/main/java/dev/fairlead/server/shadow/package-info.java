/**
 * A candidate strategy beside a pool's live one. It sees real requests and their outcomes a moment later, on its own
 * thread, and nothing is routed by its answers, so whatever it does, no request waits for it.
 */
@NullMarked
package dev.fairlead.server.shadow;

import org.jspecify.annotations.NullMarked;
