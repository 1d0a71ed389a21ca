package dev.fairlead.server.desired;

/** One line per finished request. */
public record AccessLog(
        @Setting(value = "off", doc = "`off`, `json` or `combined`")
        Format format,

        @Setting(
                value = AccessLog.STDOUT,
                kind = Setting.Kind.LOG,
                owner = Setting.Owner.NODE,
                doc = "`stdout` or a file")
        String to) {

    public static final String STDOUT = "stdout";
    public static final AccessLog DEFAULT = Schema.of(AccessLog.class).defaults();

    public enum Format {
        OFF,
        JSON,
        COMBINED
    }

    public AccessLog {
        Checks.of(AccessLog.class, format, to)
                .that(!to.isBlank(), "to", "is empty, expected stdout or a file")
                .done();
    }

    public boolean toStdout() {
        return to.equals(STDOUT);
    }
}
