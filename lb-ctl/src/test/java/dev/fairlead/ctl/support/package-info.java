/**
 * What tests of the command line are made of: a real gRPC server that answers as it is told, and a user who types.
 */
@NullMarked
package dev.fairlead.ctl.support;

import org.jspecify.annotations.NullMarked;
