/**
 * The commands about the whole configuration: files, differences, revisions and rollback.
 */
@NullMarked
package dev.fairlead.ctl.config;

import org.jspecify.annotations.NullMarked;
