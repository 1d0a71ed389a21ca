/**
 * What every strategy owes the load balancer, as checks that anyone can run on their own: from a main method, from any
 * test framework, or before a jar is loaded. Each check says which duty it is about and, when it fails, what was
 * done, what came of it and what was expected.
 */
@NullMarked
package dev.fairlead.spi.testkit.contract;

import org.jspecify.annotations.NullMarked;
