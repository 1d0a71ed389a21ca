/**
 * Authentication and authorization: identifies callers by token or certificate, and knows what each role may do. All
 * code after it can rely on having a caller.
 */
@NullMarked
package dev.fairlead.server.control.auth;

import org.jspecify.annotations.NullMarked;
