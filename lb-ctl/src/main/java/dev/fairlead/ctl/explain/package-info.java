/**
 * Why a request went where it did, and where the next one would go.
 */
@NullMarked
package dev.fairlead.ctl.explain;

import org.jspecify.annotations.NullMarked;
