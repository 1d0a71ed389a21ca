package dev.fairlead.spi.testkit.run;

import dev.fairlead.spi.testkit.contract.Finding;
import java.io.PrintWriter;

/** For people. */
final class TextFindingWriter implements FindingWriter {
    private static final String OTHER_SHARES =
            "  (Shares are expected to match the weights. If it promises others, use --share equal, --share none or --tolerance 10%.)";

    private final PrintWriter out;
    private String strategy = "";
    private boolean sharesBroken;

    TextFindingWriter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void finding(String of, Finding finding) {
        if (!of.equals(strategy)) {
            strategy = of;
            out.println(of);
        }
        out.println("  " + finding);
        sharesBroken |= !finding.kept() && finding.id().equals("fair-share");
    }

    @Override
    public void strategyDone(String of, int checks, int broken) {
        if (sharesBroken) {
            out.println(OTHER_SHARES);
        }
        sharesBroken = false;
        out.println(of + (broken == 0 ? " keeps the contract" : " breaks the contract in " + broken + " of " + checks));
        out.println();
    }

    @Override
    public void done(int strategies, int broken) {
        if (strategies > 1) {
            out.println(broken == 0 ? "all of them do" : broken + " of " + strategies + " strategies break it");
        }
    }
}
