/**
 * What every call has in common, whatever it is about: how a change is handed over and on whose behalf, on which threads
 * answers are made, how a refusal becomes a status that a program understands, and what the audit log says.
 */
@NullMarked
package dev.fairlead.server.control.call;

import org.jspecify.annotations.NullMarked;
