/**
 * How values are parsed and formatted.
 */
@NullMarked
package dev.fairlead.ctl.value;

import org.jspecify.annotations.NullMarked;
