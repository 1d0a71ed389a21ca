package dev.fairlead.ctl.connect;

/**
 * A running server of the same user, from its runtime file.
 *
 * @param control host:port of the control API
 * @param data host:port of the proxied traffic
 * @param token the token it requires
 */
record RunningServer(long pid, String control, String data, String token) {

    boolean alive() {
        return ProcessHandle.of(pid).isPresent();
    }

    HostAndPort address() {
        return HostAndPort.of(control);
    }

    /** Without the token, which must not be printed. */
    @Override
    public String toString() {
        return control + " (process " + pid + ", traffic at " + data + ")";
    }
}
