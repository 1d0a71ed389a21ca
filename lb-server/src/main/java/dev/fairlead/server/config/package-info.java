/**
 * What is configured: the outcome of one complete reading, what a reading depends on, and how its problems are told. The
 * packages below turn files and flags into it, write it, and read it again when the file changes. They decide nothing: what
 * a new reading means for the running state is for its listener to say.
 */
@NullMarked
package dev.fairlead.server.config;

import org.jspecify.annotations.NullMarked;
