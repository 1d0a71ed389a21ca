/**
 * What commands that talk to a server have in common: their options, their session, and how changes are sent and
 * reported.
 */
@NullMarked
package dev.fairlead.ctl.command;

import org.jspecify.annotations.NullMarked;
