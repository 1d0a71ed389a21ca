/**
 * What all calls have in common: how a change is handed over and on whose behalf, which threads build answers, how a
 * refusal becomes a status that a program understands, and what the audit log records.
 */
@NullMarked
package dev.fairlead.server.control.call;

import org.jspecify.annotations.NullMarked;
