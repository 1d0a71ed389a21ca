/** The whole product from the outside: the distribution that users unpack, its programs, real sockets. */
@NullMarked
package dev.fairlead.it;

import org.jspecify.annotations.NullMarked;
