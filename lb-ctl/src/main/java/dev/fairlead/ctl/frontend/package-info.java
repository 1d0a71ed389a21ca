/** The live settings of the server itself. */
@NullMarked
package dev.fairlead.ctl.frontend;

import org.jspecify.annotations.NullMarked;
