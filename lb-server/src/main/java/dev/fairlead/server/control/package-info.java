/**
 * The gRPC port for operators and automation. It authenticates callers, offers the services of the packages below, and
 * answers health and reflection. The data plane does not depend on it.
 */
@NullMarked
package dev.fairlead.server.control;

import org.jspecify.annotations.NullMarked;
