/**
 * Finds the route of a request: its path in one normal form, hosts by hash, path prefixes by a tree over segments, and the
 * first route in the declared order that meets every condition. What follows from the route is computed here as well:
 * the pool of a split, the rewritten path, the target of a redirect. A request whose path other servers could read as
 * that of another route is refused.
 */
@NullMarked
package dev.fairlead.server.routing.match;

import org.jspecify.annotations.NullMarked;
