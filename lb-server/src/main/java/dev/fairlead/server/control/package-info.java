/**
 * Who may ask: the gRPC port for operators and automation. So far it answers whether the server serves, and describes
 * itself by reflection, to callers that show the token; the data plane does not depend on it.
 */
@NullMarked
package dev.fairlead.server.control;

import org.jspecify.annotations.NullMarked;
