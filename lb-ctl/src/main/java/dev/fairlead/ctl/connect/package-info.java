/**
 * How lb-ctl reaches the server: which one, with which credentials, and what a failed answer means.
 */
@NullMarked
package dev.fairlead.ctl.connect;

import org.jspecify.annotations.NullMarked;
