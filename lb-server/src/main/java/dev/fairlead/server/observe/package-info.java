/**
 * What happened, for those who look: the monitoring pages, and the port of its own that serves them with the metrics. It
 * reads counters that live on their subjects and tables that others publish, so nothing depends on it and nothing waits for
 * it.
 */
@NullMarked
package dev.fairlead.server.observe;

import org.jspecify.annotations.NullMarked;
