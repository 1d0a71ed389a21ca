/**
 * The duties of every strategy, as checks that can be run anywhere: from a main method, from any test framework, or
 * before a jar is loaded. Each check names its duty and, if it fails, says what was done, what happened and what was
 * expected.
 */
@NullMarked
package dev.fairlead.spi.testkit.contract;

import org.jspecify.annotations.NullMarked;
