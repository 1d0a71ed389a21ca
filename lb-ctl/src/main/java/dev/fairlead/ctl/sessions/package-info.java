/**
 * Sessions: which backend a client stays at.
 */
@NullMarked
package dev.fairlead.ctl.sessions;

import org.jspecify.annotations.NullMarked;
