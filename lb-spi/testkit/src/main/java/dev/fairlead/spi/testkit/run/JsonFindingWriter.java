package dev.fairlead.spi.testkit.run;

import dev.fairlead.spi.testkit.contract.Finding;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Output for scripts: one object per line, flushed at once. The fields {@code strategy}, {@code check}, {@code verdict}
 * ({@code kept}, {@code broken} or {@code inapplicable}), {@code duty} and {@code detail} are in each line about a
 * check; the last line has {@code done}, {@code strategies} and {@code broken}. Fields may be added, never renamed.
 */
final class JsonFindingWriter implements FindingWriter {
    private final PrintWriter out;

    JsonFindingWriter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void finding(String strategy, Finding finding) {
        line("{\"strategy\":" + text(strategy) + ",\"check\":" + text(finding.id()) + ",\"verdict\":"
                + text(finding.verdict().toString()) + ",\"duty\":" + text(finding.check()) + ",\"detail\":"
                + text(finding.detail()) + "}");
    }

    @Override
    public void strategyDone(String strategy, int checks, int broken) {
        // the preceding lines already say it
    }

    @Override
    public void done(int strategies, int broken) {
        line("{\"done\":true,\"strategies\":" + strategies + ",\"broken\":" + broken + "}");
    }

    private void line(String json) {
        out.print(json + "\n");
        out.flush();
    }

    /** In quotes. Exception messages may contain anything, so everything except plain characters is escaped. */
    static String text(String words) {
        StringBuilder json = new StringBuilder(words.length() + 16).append('"');
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        json.append(c);
                    } else {
                        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    }
                }
            }
        }
        return json.append('"').toString();
    }
}
