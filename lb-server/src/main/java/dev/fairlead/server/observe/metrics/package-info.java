/**
 * The numbers for the scraper: sources that are asked at each scrape, the families that they fill, and the format in which
 * these are sent.
 */
@NullMarked
package dev.fairlead.server.observe.metrics;

import org.jspecify.annotations.NullMarked;
