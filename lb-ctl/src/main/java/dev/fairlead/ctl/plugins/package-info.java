/**
 * Plug-ins: what lies in the server's folder, and a jar that is tried before it goes there.
 */
@NullMarked
package dev.fairlead.ctl.plugins;

import org.jspecify.annotations.NullMarked;
