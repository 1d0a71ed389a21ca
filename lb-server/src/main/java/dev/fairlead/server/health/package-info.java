/**
 * Is it alive: probes of every backend and what traffic saw of it, turned into one state with a reason. A backend leaves
 * at the first doubt and comes back carefully. Everything runs on one thread that carries no traffic, so that a stuck
 * request path cannot make healthy backends look dead; whoever wants to know is told through {@link
 * dev.fairlead.server.health.HealthListener}.
 */
@NullMarked
package dev.fairlead.server.health;

import org.jspecify.annotations.NullMarked;
