/**
 * Monitoring: the pages, and a separate port that serves them together with the metrics. It reads counters that live on
 * their subjects and tables that others publish, so nothing depends on it and nothing waits for it.
 */
@NullMarked
package dev.fairlead.server.observe;

import org.jspecify.annotations.NullMarked;
