/**
 * Which backend is worse than its neighbours? What requests met at each backend of a pool in the last seconds, compared, and
 * without those requests that fail wherever they go.
 */
@NullMarked
package dev.fairlead.server.health.outlier;

import org.jspecify.annotations.NullMarked;
