/**
 * Copies of requests for the mirror of their route. A copy is worth nothing compared to its original: it leaves after it, on
 * what memory and connections can be spared, and whatever happens to it is counted and otherwise forgotten.
 */
@NullMarked
package dev.fairlead.server.proxy.mirror;

import org.jspecify.annotations.NullMarked;
