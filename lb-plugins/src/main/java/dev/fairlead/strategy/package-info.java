/**
 * The built-in strategies, one folder a family. They enter Fairlead by the same door as anyone's, and use nothing that
 * a stranger's strategy could not use.
 */
@NullMarked
package dev.fairlead.strategy;

import org.jspecify.annotations.NullMarked;
