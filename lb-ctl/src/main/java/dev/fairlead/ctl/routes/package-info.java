/**
 * Routes: which requests go where, in order, and what would become of one.
 */
@NullMarked
package dev.fairlead.ctl.routes;

import org.jspecify.annotations.NullMarked;
