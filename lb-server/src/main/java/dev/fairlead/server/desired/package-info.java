/**
 * The records that make up a desired state. They define the defaults and the invariants, import no other package, and
 * are immutable, so that the configuration, the control plane and the data plane can share them safely.
 */
@NullMarked
package dev.fairlead.server.desired;

import org.jspecify.annotations.NullMarked;
