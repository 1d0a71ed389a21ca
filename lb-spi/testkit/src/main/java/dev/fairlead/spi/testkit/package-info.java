/**
 * Tests a strategy without a load balancer: endpoints, requests and time under the control of a test.
 */
@NullMarked
package dev.fairlead.spi.testkit;

import org.jspecify.annotations.NullMarked;
