package dev.fairlead.server.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One end of a socket that says and hears bytes; characters stand for bytes. */
public final class Wire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    public final Socket socket;
    private final InputStream in;

    public Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** A head as it came: its first line and the fields behind it. */
    public record Head(String line, List<String> fields) {

        public int status() {
            return Integer.parseInt(line.substring(9, 12));
        }

        @Nullable
        public String field(String name) {
            List<String> all = all(name);
            return all.isEmpty() ? null : all.get(0);
        }

        public List<String> all(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return fields.stream()
                    .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(field -> field.substring(start.length()).strip())
                    .toList();
        }
    }

    public record Answer(Head head, String body) {
        public int status() {
            return head.status();
        }
    }

    public Wire say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** A head with the usual Host and a blank line. */
    public Wire get(String path, String... fields) throws IOException {
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: example.org\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return say(head + "\r\n");
    }

    public String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the line ends after \"" + line.toString(StandardCharsets.ISO_8859_1) + "\"");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    public Head head() throws IOException {
        String first = line();
        List<String> fields = new ArrayList<>();
        for (String field = line(); !field.isEmpty(); field = line()) {
            fields.add(field);
        }
        return new Head(first, fields);
    }

    public String bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("got " + bytes.length + " of " + count + " bytes");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Everything until the other side closes. */
    public String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    public String chunk() throws IOException {
        String size = line();
        String data = bytes(Integer.parseInt(size, 16));
        if (!line().isEmpty()) {
            throw new IOException("a chunk is longer than it said");
        }
        return data;
    }

    /** The body of a head, by its length or its chunks, or until the end. */
    public String body(Head head) throws IOException {
        String length = head.field("Content-Length");
        if (length != null) {
            return bytes(Integer.parseInt(length));
        }
        if (!"chunked".equals(head.field("Transfer-Encoding"))) {
            return rest();
        }
        StringBuilder body = new StringBuilder();
        for (String size = line(); !size.equals("0"); size = line()) {
            body.append(bytes(Integer.parseInt(size, 16))).append(line());
        }
        line();
        return body.toString();
    }

    public Answer answer() throws IOException {
        Head head = head();
        return new Answer(head, head.status() == 204 || head.status() == 304 ? "" : body(head));
    }

    /** Whether the other side has closed, or closes now. */
    public boolean ends() throws IOException {
        return in.read() < 0;
    }

    /** Closes before the end of its block. */
    public void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
