/**
 * The kit as a program: it finds the strategies on the class path, tries them or simulates them, and tells people or
 * scripts what came of it. The load balancer runs it in a process of its own before it loads a jar.
 */
@NullMarked
package dev.fairlead.spi.testkit.run;

import org.jspecify.annotations.NullMarked;
