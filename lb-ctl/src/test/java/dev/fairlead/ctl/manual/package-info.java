/**
 * The manual, held to the commands that it describes.
 */
@NullMarked
package dev.fairlead.ctl.manual;

import org.jspecify.annotations.NullMarked;
