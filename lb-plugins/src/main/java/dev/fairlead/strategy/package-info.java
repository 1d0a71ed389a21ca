/**
 * The strategies Fairlead comes with. They enter by the same door as anyone's: a provider found by ServiceLoader.
 */
@NullMarked
package dev.fairlead.strategy;

import org.jspecify.annotations.NullMarked;
