/**
 * A load balancer, its backends and its clients in virtual time: the same seed gives exactly the same run on any
 * machine, in milliseconds. It shows how a strategy behaves before it meets real users.
 */
@NullMarked
package dev.fairlead.spi.testkit.simulation;

import org.jspecify.annotations.NullMarked;
