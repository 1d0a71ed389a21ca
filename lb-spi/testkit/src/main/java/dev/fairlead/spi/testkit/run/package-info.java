/**
 * The kit as a program: it finds the strategies on the class path, checks or simulates them, and prints the results for
 * people or scripts. The load balancer runs it in a separate process before it loads a jar.
 */
@NullMarked
package dev.fairlead.spi.testkit.run;

import org.jspecify.annotations.NullMarked;
