/**
 * The desired state as a whole: files, differences, revisions and the way back.
 */
@NullMarked
package dev.fairlead.ctl.config;

import org.jspecify.annotations.NullMarked;
