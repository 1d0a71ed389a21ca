package dev.fairlead.server.config;

import dev.fairlead.server.desired.DesiredState;

/**
 * One complete reading of defaults, file and flags.
 *
 * @param boot what only a restart can change
 * @param desired what can change while running
 */
public record ServerConfig(BootSettings boot, DesiredState desired) {}
