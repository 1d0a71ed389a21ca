/**
 * Who calls: proves callers by token or certificate, and knows what each kind of caller may do. Everything behind it can
 * rely on there being a caller.
 */
@NullMarked
package dev.fairlead.server.control.auth;

import org.jspecify.annotations.NullMarked;
