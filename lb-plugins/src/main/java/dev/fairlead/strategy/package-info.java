/**
 * The built-in strategies, one folder a family. Fairlead loads them like any other strategy, and they use nothing that
 * a third-party strategy could not use.
 */
@NullMarked
package dev.fairlead.strategy;

import org.jspecify.annotations.NullMarked;
