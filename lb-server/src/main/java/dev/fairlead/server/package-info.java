/**
 * The load balancer: reads its flags, wires the packages below and runs until it is stopped.
 */
@NullMarked
package dev.fairlead.server;

import org.jspecify.annotations.NullMarked;
