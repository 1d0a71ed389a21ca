/** The strategy that follows the order in which the operator declared the backends. */
@NullMarked
package dev.fairlead.strategy.order;

import org.jspecify.annotations.NullMarked;
