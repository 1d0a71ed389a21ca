/**
 * Example backends: small HTTP servers on 127.0.0.1 that answer with what they received, and that can be slow, broken,
 * streaming or out of health on request. The {@code backend} subcommand, {@code --demo} and the tests all run these, so
 * whatever a reader tries by hand is what the suite proves. Nothing of the load balancer itself depends on them.
 */
@NullMarked
package dev.fairlead.server.demo;

import org.jspecify.annotations.NullMarked;
