/**
 * The settings that keep clients in bounds: which addresses are let in, and how many requests each may send. Part of
 * the desired state like {@link dev.fairlead.server.desired}, which holds them, and whose rules apply here too.
 */
@NullMarked
package dev.fairlead.server.desired.limit;

import org.jspecify.annotations.NullMarked;
