/**
 * Session persistence: which backend the session of a request is at, whatever the strategy would say, and what the answer
 * tells the client so that it comes back there. A session is carried by a signed value of ours, in a cookie or a header,
 * or by the application's own cookie, which is learned from the backends' answers. It knows backends by their id and their
 * place in a table, not the tables themselves.
 */
@NullMarked
package dev.fairlead.server.routing.sticky;

import org.jspecify.annotations.NullMarked;
