/**
 * Verification of plug-ins: runs the test kit against a jar in a separate process, before the jar gets any traffic.
 */
@NullMarked
package dev.fairlead.server.strategy.verify;

import org.jspecify.annotations.NullMarked;
