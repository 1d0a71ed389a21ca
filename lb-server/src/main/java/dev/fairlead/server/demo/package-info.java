/**
 * Example backends: small HTTP servers on 127.0.0.1 that answer with the request they received, and that can be slow,
 * broken, streaming or unhealthy on request. The {@code backend} subcommand, {@code --demo} and the tests all use them,
 * so whatever a user tries by hand is what the tests prove. The load balancer itself does not depend on them.
 */
@NullMarked
package dev.fairlead.server.demo;

import org.jspecify.annotations.NullMarked;
