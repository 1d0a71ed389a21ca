/**
 * A load balancer, its backends and its clients in virtual time: the same seed gives the same run to the last digit, on
 * any machine, in milliseconds. It shows how a strategy behaves before anyone's users find out.
 */
@NullMarked
package dev.fairlead.spi.testkit.simulation;

import org.jspecify.annotations.NullMarked;
