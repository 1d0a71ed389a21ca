/**
 * Converts between API messages and the records of the desired state. Checks the content of requests, field by field
 * under the names that the sender used, and writes current and past state as messages.
 */
@NullMarked
package dev.fairlead.server.control.message;

import org.jspecify.annotations.NullMarked;
