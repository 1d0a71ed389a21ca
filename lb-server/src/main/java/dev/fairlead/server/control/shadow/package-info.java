/** How candidates in the shadow of live strategies are asked for and told of. */
@NullMarked
package dev.fairlead.server.control.shadow;

import org.jspecify.annotations.NullMarked;
