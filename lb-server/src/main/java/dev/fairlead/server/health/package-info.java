/**
 * Health: combines the probes of every backend and its failures in traffic into one state with a reason. A backend
 * leaves rotation at the first doubt and comes back carefully. Everything runs on one thread that handles no traffic,
 * so that a stuck request path cannot make healthy backends look dead. Listeners get changes through {@link
 * dev.fairlead.server.health.HealthListener}.
 */
@NullMarked
package dev.fairlead.server.health;

import org.jspecify.annotations.NullMarked;
