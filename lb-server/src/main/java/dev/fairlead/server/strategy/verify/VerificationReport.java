package dev.fairlead.server.strategy.verify;

import java.util.List;
import java.util.stream.Stream;

/** The result of verifying a plug-in. */
public record VerificationReport(List<Check> checks) {
    private static final String LOADABLE = "it can be loaded";

    public VerificationReport {
        checks = List.copyOf(checks);
    }

    /**
     * One thing that was tried.
     *
     * @param strategy empty if it is about the plug-in as a whole
     * @param check the duty, as a statement
     * @param finding what was measured, or what is wrong
     */
    public record Check(String strategy, String check, boolean passed, String finding) {

        @Override
        public String toString() {
            return (strategy.isEmpty() ? "" : "strategy " + strategy + ": ") + check + ": " + finding;
        }
    }

    /** Of a plug-in that is not worth a trial. */
    public static VerificationReport unusable(String sentence) {
        return new VerificationReport(List.of(new Check("", LOADABLE, false, sentence)));
    }

    /** The same for one that was looked into before its trial, and found to be in order. */
    public VerificationReport afterInspection(String finding) {
        return new VerificationReport(Stream.concat(Stream.of(new Check("", LOADABLE, true, finding)), checks.stream())
                .toList());
    }

    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }

    /** What is wrong, in one sentence; empty if nothing is. */
    public String complaint() {
        List<Check> failed = checks.stream().filter(check -> !check.passed()).toList();
        String more = failed.size() > 1 ? " (and " + (failed.size() - 1) + " more)" : "";
        return failed.isEmpty() ? "" : failed.get(0) + more;
    }
}
