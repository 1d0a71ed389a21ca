package dev.fairlead.server.desired;

/**
 * One line per finished request.
 *
 * @param to {@code stdout} or a file
 */
public record AccessLog(Format format, String to) {

    public static final String STDOUT = "stdout";
    public static final AccessLog DEFAULT = new AccessLog(Format.OFF, STDOUT);

    public enum Format {
        OFF,
        JSON,
        COMBINED
    }

    public AccessLog {
        new Checks()
                .that(!to.isBlank(), "to", "is empty, expected stdout or a file")
                .done();
    }

    public boolean toStdout() {
        return to.equals(STDOUT);
    }
}
