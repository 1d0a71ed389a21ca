/**
 * The metrics: sources that are called at each scrape, the families that they fill, and the format in which they are
 * sent.
 */
@NullMarked
package dev.fairlead.server.observe.metrics;

import org.jspecify.annotations.NullMarked;
