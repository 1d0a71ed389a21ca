/**
 * One strategy in use: driven as the load balancer would drive it, each answer checked, choices counted and held
 * against the share that was promised. The contract is written on top of this, and so can be anyone's own tests.
 */
@NullMarked
package dev.fairlead.spi.testkit.trial;

import org.jspecify.annotations.NullMarked;
