package dev.fairlead.it.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One end of a TCP connection that reads HTTP/1.1 strictly and writes whatever it is told. Every read gives up after ten
 * seconds, so that a hang is a failure and not a hang.
 */
public class RawStream implements Closeable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;

    RawStream(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public final void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    public final void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public final void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    public final RawHead readHead() throws IOException {
        String start = readLine();
        List<String> lines = new ArrayList<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            lines.add(line);
        }
        return new RawHead(start, lines);
    }

    /** A line that must end in CR LF, without it. */
    public final String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException(
                        "the connection ended after \"" + line.toString(StandardCharsets.ISO_8859_1) + "\"");
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new IOException("a line without CR: \"" + text + "\"");
        }
        return text.substring(0, text.length() - 1);
    }

    public final byte[] read(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    /** Up to the end of the stream. */
    public final byte[] readToEnd() throws IOException {
        return in.readAllBytes();
    }

    /** One chunk; empty for the last, whose trailers are read too. */
    public final byte[] readChunk() throws IOException {
        int size = Integer.parseInt(readLine(), 16);
        byte[] chunk = read(size);
        String end = readLine();
        while (size == 0 && !end.isEmpty()) {
            end = readLine();
        }
        if (!end.isEmpty()) {
            throw new IOException("expected CR LF after a chunk, got \"" + end + "\"");
        }
        return chunk;
    }

    /** The body as the head frames it; a message without a length has none. */
    final byte[] readBody(RawHead head) throws IOException {
        if (head.chunked()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (byte[] chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
                body.write(chunk);
            }
            return body.toByteArray();
        }
        return read((int) Math.max(0, head.contentLength()));
    }

    /** Whether the other side ended in an orderly way with nothing more to read; false if it reset. */
    public final boolean ended() throws IOException {
        try {
            int next = in.read();
            if (next >= 0) {
                throw new IOException("expected the end, got byte " + next);
            }
            return true;
        } catch (SocketException reset) {
            return false;
        }
    }

    /** Waits until the other side has closed or reset, whatever it still sends. */
    public final void awaitGone() throws IOException {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (SocketException reset) {
            // Gone is gone.
        }
    }

    public final void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes with RST. */
    public final void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public final void close() throws IOException {
        socket.close();
    }
}
