package dev.fairlead.server.strategy.verify;

import java.util.List;

/** What a trial of a plug-in found, away from traffic. */
public record Verdict(List<Check> checks) {

    public Verdict {
        checks = List.copyOf(checks);
    }

    /**
     * One thing that was tried.
     *
     * @param strategy empty if it is about the plug-in as a whole
     * @param check the duty, as a statement
     * @param finding what was measured, or what is wrong
     */
    public record Check(String strategy, String check, boolean passed, String finding) {}

    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }
}
