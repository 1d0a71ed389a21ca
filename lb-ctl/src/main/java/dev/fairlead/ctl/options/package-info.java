/**
 * The options shared by many commands; picocli fills them.
 */
@NullMarked
package dev.fairlead.ctl.options;

import org.jspecify.annotations.NullMarked;
