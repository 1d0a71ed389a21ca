/**
 * The calls about pools, backends, strategies, plug-ins and the configuration. Each reads the published tables, or
 * hands over a change and answers when it is made. The proto files document their meaning.
 */
@NullMarked
package dev.fairlead.server.control.service;

import org.jspecify.annotations.NullMarked;
