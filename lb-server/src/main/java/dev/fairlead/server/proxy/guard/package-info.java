/**
 * Admission of requests: whether we support what a request asks for, and whether it is traffic or one of our own pages.
 * The check that it has only one reading comes before this.
 */
@NullMarked
package dev.fairlead.server.proxy.guard;

import org.jspecify.annotations.NullMarked;
