/**
 * What goes to stdout: tables for people; JSON, YAML and names for programs. Messages go to stderr.
 */
@NullMarked
package dev.fairlead.ctl.output;

import org.jspecify.annotations.NullMarked;
