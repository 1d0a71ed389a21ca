/**
 * Rate limits: what they let in, and who is held back.
 */
@NullMarked
package dev.fairlead.ctl.limits;

import org.jspecify.annotations.NullMarked;
