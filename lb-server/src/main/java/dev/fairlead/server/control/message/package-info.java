/**
 * Between the API's messages and the records of the desired state, both ways: what a message asks for is checked here, field
 * by field under the names that its sender used, and what is and was is told here.
 */
@NullMarked
package dev.fairlead.server.control.message;

import org.jspecify.annotations.NullMarked;
