/**
 * How a value is spelt, when it is typed and when it is shown.
 */
@NullMarked
package dev.fairlead.ctl.value;

import org.jspecify.annotations.NullMarked;
