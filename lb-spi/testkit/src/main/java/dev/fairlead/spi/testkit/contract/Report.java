package dev.fairlead.spi.testkit.contract;

import java.util.List;
import java.util.stream.Collectors;

/** The findings of all checks; as text, one line for each. */
public record Report(String strategy, List<Finding> findings) {

    public boolean kept() {
        return findings.stream().allMatch(Finding::kept);
    }

    @Override
    public String toString() {
        long broken = findings.stream().filter(finding -> !finding.kept()).count();
        String verdict =
                broken == 0 ? "keeps the contract" : "breaks the contract in " + broken + " of " + findings.size();
        return findings.stream()
                .map(finding -> "\n  " + finding)
                .collect(Collectors.joining("", strategy + " " + verdict, "\n"));
    }
}
