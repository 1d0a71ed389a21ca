/**
 * The client's side of the wire: the port and its connections, what their bytes are watched for where Undertow does not
 * look closely enough, and the answers that are given and counted without asking a backend.
 */
@NullMarked
package dev.fairlead.server.proxy.front;

import org.jspecify.annotations.NullMarked;
