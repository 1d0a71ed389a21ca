/**
 * The load balancer: reads its flags, wires the packages below and runs until it is told to stop.
 */
@NullMarked
package dev.fairlead.server;

import org.jspecify.annotations.NullMarked;
