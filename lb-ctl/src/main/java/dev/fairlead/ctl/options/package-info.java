/**
 * The options that many commands share, as picocli fills them.
 */
@NullMarked
package dev.fairlead.ctl.options;

import org.jspecify.annotations.NullMarked;
