/** Where is it? What an operator wrote down, and the addresses that its name has now. */
@NullMarked
package dev.fairlead.server.upstream.address;

import org.jspecify.annotations.NullMarked;
