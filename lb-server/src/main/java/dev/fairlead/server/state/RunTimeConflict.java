package dev.fairlead.server.state;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.InvalidSettings;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A valid file that conflicts with a run-time change: names that change. */
final class RunTimeConflict {
    private static final int TOLD = 5;
    private static final Pattern OF_BACKEND = Pattern.compile("pools\\.([^.]+)\\.backends\\.(.+)\\.[^.]+");
    private static final Pattern OF_POOL = Pattern.compile("pools\\.([^.]+)\\.(.*\\.|)[^.]+");
    private static final Pattern OF_FRONTEND = Pattern.compile("(.*\\.|)[^.]+");

    private RunTimeConflict() {}

    /** @param base the file as last applied: differences from it were made at run time */
    static ChangeRefused of(InvalidSettings problem, DesiredState base, DesiredState running) {
        String key = problem.problems().get(0).key();
        List<String> changes = Differences.between(base, running);
        String place = place(key);
        List<String> here =
                changes.stream().filter(change -> change.startsWith(place)).toList();
        List<String> told =
                (here.isEmpty() ? changes : here).stream().limit(TOLD).toList();
        return new ChangeRefused(
                ChangeRefused.Kind.INVALID,
                key,
                "the file conflicts with a run-time change: " + problem.getMessage()
                        + "; changed at run time: " + String.join(", ", told)
                        + "; undo that change or edit the file, then reload it",
                problem);
    }

    /** How the differences of the section begin in which the key lies. */
    private static String place(String key) {
        Matcher backend = OF_BACKEND.matcher(key);
        if (backend.matches()) {
            return "pool " + backend.group(1) + " backend " + backend.group(2) + " ";
        }
        Matcher pool = OF_POOL.matcher(key);
        if (pool.matches()) {
            return "pool " + pool.group(1) + " " + pool.group(2);
        }
        Matcher frontend = OF_FRONTEND.matcher(key);
        return frontend.matches() ? frontend.group(1) : "";
    }
}
