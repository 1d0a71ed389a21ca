/**
 * What changes, told as it changes: state and figures, to as many as want to know. Publishing a table wakes one thread and
 * does nothing else for it; that thread finds out what is different and tells each watcher as much as it reads. What one
 * has not read yet is not kept for it: there is one log of the latest changes for all, and each knows how far it has read.
 */
@NullMarked
package dev.fairlead.server.control.watch;

import org.jspecify.annotations.NullMarked;
