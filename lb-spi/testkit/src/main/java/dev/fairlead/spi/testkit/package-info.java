/**
 * Tries a strategy without a load balancer around it: endpoints, requests and time that a test holds in its hand.
 */
@NullMarked
package dev.fairlead.spi.testkit;

import org.jspecify.annotations.NullMarked;
