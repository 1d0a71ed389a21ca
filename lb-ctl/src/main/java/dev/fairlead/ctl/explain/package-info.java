/**
 * Why a request went where it went, and where one would go.
 */
@NullMarked
package dev.fairlead.ctl.explain;

import org.jspecify.annotations.NullMarked;
