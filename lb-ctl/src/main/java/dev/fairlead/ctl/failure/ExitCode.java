package dev.fairlead.ctl.failure;

/** The exit codes that scripts rely on. Their meaning never changes. */
public final class ExitCode {

    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int UNAVAILABLE = 3;
    public static final int NOT_FOUND = 4;
    /** It already exists, or someone else made a change first. */
    public static final int CONFLICT = 5;
    /** Refused by a guard. */
    public static final int REFUSED = 6;

    public static final int TIMED_OUT = 7;
    public static final int DENIED = 8;

    private ExitCode() {}
}
