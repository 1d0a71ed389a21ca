/**
 * How the server is reached: which one is meant, how it lets us in, and what an answer that failed means.
 */
@NullMarked
package dev.fairlead.ctl.connect;

import org.jspecify.annotations.NullMarked;
