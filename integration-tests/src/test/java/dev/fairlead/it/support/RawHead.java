package dev.fairlead.it.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The head of a message as it came over the wire: the first line and the header lines in their order. */
public record RawHead(String startLine, List<String> lines) {

    public RawHead {
        lines = List.copyOf(lines);
    }

    public int status() {
        return Integer.parseInt(startLine.split(" ", 3)[1]);
    }

    public String method() {
        return startLine.split(" ", 3)[0];
    }

    public String target() {
        return startLine.split(" ", 3)[1];
    }

    /** The values of every line with this name. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        for (String line : lines) {
            if (line.toLowerCase(Locale.ROOT).startsWith(prefix)) {
                values.add(line.substring(prefix.length()).strip());
            }
        }
        return values;
    }

    public Optional<String> header(String name) {
        return all(name).stream().findFirst();
    }

    public boolean has(String name) {
        return header(name).isPresent();
    }

    boolean chunked() {
        return header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
    }

    long contentLength() {
        return header("Content-Length").map(Long::parseLong).orElse(-1L);
    }
}
