/**
 * What commands that talk to a server have in common: their options, the session they run in, how a change is sent and
 * told.
 */
@NullMarked
package dev.fairlead.ctl.command;

import org.jspecify.annotations.NullMarked;
