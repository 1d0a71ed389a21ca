/**
 * What may enter: each head is judged before anything else looks at it, and what a backend might read differently than
 * we do is refused. Our own pages are told from traffic here, too.
 */
@NullMarked
package dev.fairlead.server.proxy.guard;

import org.jspecify.annotations.NullMarked;
