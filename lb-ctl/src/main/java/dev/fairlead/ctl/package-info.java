/**
 * The command line. It speaks the control API and knows nothing else of the server.
 */
@NullMarked
package dev.fairlead.ctl;

import org.jspecify.annotations.NullMarked;
