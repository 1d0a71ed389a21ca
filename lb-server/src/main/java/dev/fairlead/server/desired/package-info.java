/**
 * What can be wanted: the leaf records of a desired state. They hold the defaults and the invariants, know nobody, and
 * are immutable, so that the configuration, the control plane and the data plane can share them without asking who
 * changes what.
 */
@NullMarked
package dev.fairlead.server.desired;

import org.jspecify.annotations.NullMarked;
