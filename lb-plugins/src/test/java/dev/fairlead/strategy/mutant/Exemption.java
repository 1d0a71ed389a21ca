package dev.fairlead.strategy.mutant;

/** Why a built-in strategy cannot be spoiled in some way. */
record Exemption(String strategy, Kind kind, String reason) {}
