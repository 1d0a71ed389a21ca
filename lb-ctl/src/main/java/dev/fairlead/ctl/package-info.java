/**
 * The command line. It uses the control API and knows nothing else about the server.
 */
@NullMarked
package dev.fairlead.ctl;

import org.jspecify.annotations.NullMarked;
