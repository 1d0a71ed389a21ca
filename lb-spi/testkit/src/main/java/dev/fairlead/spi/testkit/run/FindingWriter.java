package dev.fairlead.spi.testkit.run;

import dev.fairlead.spi.testkit.contract.Finding;

/** Prints findings as they are made. */
interface FindingWriter {

    void finding(String strategy, Finding finding);

    /** The checks of a strategy are done; this many failed. */
    void strategyDone(String strategy, int checks, int broken);

    /** All strategies were checked; this many are broken. Output without this line was cut off. */
    void done(int strategies, int broken);
}
