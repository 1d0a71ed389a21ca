package dev.fairlead.it.support;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code lb-server backend} in a process of its own, which can be killed, stopped and started again on its port. */
public final class BackendProcess implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("event=listening url=http://(127\\.0\\.0\\.1:(\\d+))");
    private static final Pattern EXECUTED = Pattern.compile("event=request method=(\\S+) path=(\\S+) id=");

    private final String name;
    private final List<String> flags;
    private final int port;
    private final List<String> earlier = new ArrayList<>();
    private Child child;

    private BackendProcess(String name, int port, List<String> flags) {
        this.name = name;
        this.flags = flags;
        this.child = launch(port);
        this.port = Integer.parseInt(awaitListening().group(2));
    }

    /** On any free port. */
    public static BackendProcess start(String name, String... flags) {
        return onPort(name, 0, flags);
    }

    public static BackendProcess onPort(String name, int port, String... flags) {
        return new BackendProcess(name, port, List.of(flags));
    }

    /** The port comes by the environment, as platforms hand it out. */
    private Child launch(int onPort) {
        List<String> arguments = new ArrayList<>(List.of("backend", "--name", name));
        arguments.addAll(flags);
        return Child.start(
                name,
                Path.of(System.getProperty("java.io.tmpdir")),
                Map.of("PORT", Integer.toString(onPort)),
                List.of("-Xmx64m"),
                arguments);
    }

    private Matcher awaitListening() {
        return child.line(LISTENING);
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    public InetSocketAddress socketAddress() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    /** kill -9; what it has logged is kept. */
    public void kill() {
        child.close();
    }

    /** Alive but hung: the kernel still accepts connections and bytes. */
    public void pause() {
        child.signal("STOP");
    }

    public void resume() {
        child.signal("CONT");
    }

    /** Starts again on the same port. */
    public void restart() {
        child.close();
        earlier.addAll(child.out());
        child = launch(port);
        awaitListening();
    }

    /** How often each path came with a method that changes something, over all lives of this backend. */
    public Map<String, Integer> executions() {
        Map<String, Integer> times = new HashMap<>();
        List<String> lines = new ArrayList<>(earlier);
        lines.addAll(child.out());
        for (String line : lines) {
            Matcher matcher = EXECUTED.matcher(line);
            if (matcher.find()) {
                times.merge(matcher.group(2), 1, Integer::sum);
            }
        }
        return times;
    }

    @Override
    public void close() {
        child.close();
    }
}
