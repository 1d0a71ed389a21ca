/**
 * What happened: the monitoring pages, the metrics and the access log. It reads counters that live on their subjects and
 * tables that others publish, so nothing depends on it and nothing waits for it.
 */
@NullMarked
package dev.fairlead.server.observe;

import org.jspecify.annotations.NullMarked;
