/**
 * The commands about plug-ins: the server's folder, and verifying a jar before it goes there.
 */
@NullMarked
package dev.fairlead.ctl.plugins;

import org.jspecify.annotations.NullMarked;
