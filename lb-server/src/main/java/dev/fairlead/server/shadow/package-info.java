/**
 * A candidate strategy beside a pool's live one. It is shown what real requests looked like and how they went, a moment
 * later and on a thread of its own, and nothing is routed by what it answers: so whatever it does, no request waits for it.
 */
@NullMarked
package dev.fairlead.server.shadow;

import org.jspecify.annotations.NullMarked;
