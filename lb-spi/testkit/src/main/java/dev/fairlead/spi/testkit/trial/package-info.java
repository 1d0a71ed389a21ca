/**
 * Drives a strategy as the load balancer would, checks each answer, and compares the number of choices with the
 * promised share. The contract builds on this, and your own tests can too.
 */
@NullMarked
package dev.fairlead.spi.testkit.trial;

import org.jspecify.annotations.NullMarked;
