/**
 * What a shell needs to complete a command: scripts made from the commands themselves.
 */
@NullMarked
package dev.fairlead.ctl.completion;

import org.jspecify.annotations.NullMarked;
