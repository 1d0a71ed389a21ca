/**
 * Settings by the keys of a configuration file. The server knows which there are, and what they mean; nothing of that is
 * known here.
 */
@NullMarked
package dev.fairlead.ctl.settings;

import org.jspecify.annotations.NullMarked;
