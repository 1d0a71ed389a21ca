/**
 * What may enter: whether a request asks of us what we do, and whether it is traffic or one of our own pages. That it can
 * be read in one way only is seen to before.
 */
@NullMarked
package dev.fairlead.server.proxy.guard;

import org.jspecify.annotations.NullMarked;
