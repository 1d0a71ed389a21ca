package dev.fairlead.ctl.connect;

/**
 * A server of the same user that says where it is.
 *
 * @param control host:port of the control API
 * @param data host:port of the proxied traffic
 * @param token what it asks its callers for
 */
record RunningServer(long pid, String control, String data, String token) {

    boolean alive() {
        return ProcessHandle.of(pid).isPresent();
    }

    HostAndPort address() {
        return HostAndPort.of(control);
    }

    /** The token stays out of whatever is printed. */
    @Override
    public String toString() {
        return control + " (process " + pid + ", traffic at " + data + ")";
    }
}
