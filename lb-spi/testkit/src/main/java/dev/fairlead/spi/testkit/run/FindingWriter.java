package dev.fairlead.spi.testkit.run;

import dev.fairlead.spi.testkit.contract.Finding;

/** Where findings go as soon as they are made. */
interface FindingWriter {

    void finding(String strategy, Finding finding);

    /** All checks of a strategy were made, so many of them broken. */
    void strategyDone(String strategy, int checks, int broken);

    /** All strategies were tried, so many of them broken; what is not followed by this was cut off. */
    void done(int strategies, int broken);
}
