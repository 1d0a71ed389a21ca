/** Figures as messages: totals since the start, and figures of the last ten seconds. */
@NullMarked
package dev.fairlead.server.control.stats;

import org.jspecify.annotations.NullMarked;
