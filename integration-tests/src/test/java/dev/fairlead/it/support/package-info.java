/**
 * What the tests of the whole product drive it with: the load balancer and backends as processes that can be signalled
 * and killed, clients and backends that work on the raw socket so that no library tidies up what is sent, and loops that
 * ask at a steady rate and count what comes back.
 */
@NullMarked
package dev.fairlead.it.support;

import org.jspecify.annotations.NullMarked;
