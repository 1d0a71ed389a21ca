package dev.fairlead.server.strategy.verify;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.ArrayList;
import java.util.List;

/** Parses the kit's output line by line. It comes from a process that ran foreign code, so nothing in it is trusted. */
final class TestKitOutput {
    private static final int MOST_LINES = 10_000;
    private static final int LONGEST_WORDS = 1_000;
    private static final String COMPLETE = "the run completes";

    private static final ConfigParseOptions JSON = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);

    private final List<VerificationReport.Check> checks = new ArrayList<>();

    /** What was said that is no finding: words of the kit about itself, or of the virtual machine. */
    private String words = "";

    private int lines;
    private boolean done;

    /** @return false if it says too much */
    boolean take(String line) {
        try {
            Config object = ConfigFactory.parseString(line, JSON);
            if (object.hasPath("done")) {
                done = true;
            } else {
                checks.add(new VerificationReport.Check(
                        object.getString("strategy"),
                        object.getString("duty"),
                        !object.getString("verdict").equals("broken"),
                        shortened(object.getString("detail"))));
            }
        } catch (ConfigException notAFinding) {
            words = words.isEmpty() ? shortened(line) : words;
        }
        return ++lines < MOST_LINES;
    }

    /** @param end how the process ended, if it was not done */
    VerificationReport verdict(String end) {
        List<VerificationReport.Check> all = new ArrayList<>(checks);
        if (!done) {
            String last = checks.isEmpty()
                    ? ""
                    : ", after \"" + checks.get(checks.size() - 1).check() + "\"";
            all.add(new VerificationReport.Check(
                    "", COMPLETE, false, end + last + (words.isEmpty() ? "" : ": " + words)));
        }
        return new VerificationReport(all);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_WORDS ? text : text.substring(0, LONGEST_WORDS) + "…";
    }
}
