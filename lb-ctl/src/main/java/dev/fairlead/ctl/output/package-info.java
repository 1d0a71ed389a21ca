/**
 * What stands on stdout: tables for people, JSON, YAML and names for programs. Words go to stderr.
 */
@NullMarked
package dev.fairlead.ctl.output;

import org.jspecify.annotations.NullMarked;
