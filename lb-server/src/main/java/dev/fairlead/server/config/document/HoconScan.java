package dev.fairlead.server.config.document;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import dev.fairlead.server.config.document.Room.TooMuch;
import dev.fairlead.server.config.document.Substitutions.Assignment;
import dev.fairlead.server.config.document.Substitutions.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scans HOCON or JSON once, without recursion, before the library parses it, to find its depth, its size, the keys it
 * sets, and its substitutions. Texts and comments are skipped by the library's own rules. The library refuses invalid
 * HOCON, because it has the better message.
 */
final class HoconScan {

    private static final int LONGEST_KEY = 1000;

    private final String name;
    private final String text;
    private final Room room;
    private final Substitutions found;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private int at;
    private boolean inWord;

    /** A block, or a list, whose items belong to what the list is assigned to. */
    private static final class Frame {
        private final boolean block;
        private final List<String> prefix;

        /** What the value that is being read is assigned to; null where a key is expected. */
        private @Nullable Assignment current;

        /** Something of that value is there, so that the end of the line ends it. */
        private boolean begun;

        private int keyStart = -1;
        private int keyEnd;

        Frame(boolean block, List<String> prefix, @Nullable Assignment current) {
            this.block = block;
            this.prefix = prefix;
            this.current = current;
        }

        boolean expectsKey() {
            return block && current == null;
        }

        void ended() {
            if (block) {
                current = null;
                begun = false;
                keyStart = -1;
            }
        }
    }

    private HoconScan(String name, String text, Room room, Substitutions found) {
        this.name = name;
        this.text = text;
        this.room = room;
        this.found = found;
    }

    /** @throws TooMuch if the library should not be shown it */
    static void over(String name, String text, Room room, Substitutions found) {
        new HoconScan(name, text, room, found).run();
    }

    private void run() {
        found.written(text.length());
        frames.push(new Frame(true, List.of(), null));
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                take(follows("\"\"\"") ? endOfLongText() : endOfText(at), true);
                token();
            } else if (c == '#' || follows("//")) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
                token();
            } else if (follows("${")) {
                substitution();
            } else if (follows("+=") && frame().expectsKey()) {
                assign(2).append();
            } else {
                sign(c);
            }
        }
    }

    private void sign(char c) {
        switch (c) {
            case '\n' -> newline();
            case ',' -> {
                frame().ended();
                skip();
            }
            case '{' -> open(true);
            case '[' -> open(false);
            case '}', ']' -> close(c == '}');
            case '=', ':' -> {
                if (frame().expectsKey()) {
                    assign(1);
                } else {
                    plain(c);
                }
            }
            default -> plain(c);
        }
    }

    private Frame frame() {
        return frames.element();
    }

    private boolean follows(String sign) {
        return text.startsWith(sign, at);
    }

    private void skip() {
        at++;
        token();
    }

    private void token() {
        inWord = false;
        if (!room.hasTokens(found.token())) {
            throw new TooMuch(place().where(), room.tooManyTokens());
        }
    }

    private Position place() {
        return new Position(name, text, at);
    }

    private void plain(char c) {
        boolean space = Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
        if (inWord == space) {
            token();
            inWord = !space;
        }
        take(at + 1, !space);
    }

    /** What lies before the end belongs to the key or to the value that is being read. */
    private void take(int end, boolean content) {
        Frame frame = frame();
        Assignment current = frame.current;
        if (frame.expectsKey() && content) {
            frame.keyStart = frame.keyStart < 0 ? at : frame.keyStart;
            frame.keyEnd = end;
        } else if (current != null) {
            current.grow(end - at);
            frame.begun |= content;
        }
        at = end;
    }

    private int endOfText(int start) {
        for (int i = start + 1; i < text.length() && text.charAt(i) != '\n'; i++) {
            if (text.charAt(i) == '"') {
                return i + 1;
            } else if (text.charAt(i) == '\\') {
                i++;
            }
        }
        found.unclear();
        return text.length();
    }

    /** Quotes beyond the three that end it are its own. */
    private int endOfLongText() {
        int end = text.indexOf("\"\"\"", at + 3);
        if (end < 0) {
            found.unclear();
            return text.length();
        }
        end += 3;
        while (end < text.length() && text.charAt(end) == '"') {
            end++;
        }
        return end;
    }

    private void newline() {
        Frame frame = frame();
        if (frame.begun || text.startsWith("include", Math.max(0, frame.keyStart))) {
            frame.ended();
        }
        skip();
    }

    private Assignment assign(int length) {
        Frame frame = frame();
        List<String> path = new ArrayList<>(frame.prefix);
        if (frame.keyStart < 0 || frame.keyEnd - frame.keyStart > LONGEST_KEY) {
            found.unclear();
        } else {
            path.addAll(path(text.substring(frame.keyStart, frame.keyEnd)));
        }
        Assignment assignment = found.assign(path, frame.prefix.size(), place());
        frame.current = assignment;
        frame.keyStart = -1;
        at += length;
        token();
        return assignment;
    }

    /** The elements of a key, or of what a substitution names: they are spelt alike. */
    private List<String> path(String expression) {
        try {
            List<String> path = ConfigUtil.splitPath(expression);
            refuseDepth(path.size());
            return path;
        } catch (ConfigException notAPath) {
            found.unclear();
            return List.of(expression);
        }
    }

    private void substitution() {
        int end = at + 2;
        while (end < text.length() && text.charAt(end) != '}') {
            end = text.charAt(end) == '"' ? endOfText(end) : end + 1;
        }
        boolean optional = text.startsWith("?", at + 2);
        String expression = text.substring(Math.min(end, at + (optional ? 3 : 2)), end);
        Assignment current = frame().current;
        if (current == null || expression.length() > LONGEST_KEY) {
            found.unclear();
        } else {
            current.refer(expression, path(expression), place());
            frame().begun = true;
        }
        at = Math.min(end + 1, text.length());
        token();
        token();
    }

    private void open(boolean block) {
        if (frame().expectsKey() && frame().keyStart >= 0) {
            assign(0);
        }
        Frame frame = frame();
        frame.begun = frame.current != null;
        List<String> prefix = frame.current == null ? frame.prefix : frame.current.path();
        refuseDepth(Math.max(frames.size(), prefix.size()));
        frames.push(new Frame(block, prefix, block ? null : frame.current));
        skip();
    }

    private void refuseDepth(int levels) {
        if (levels > Room.DEEPEST) {
            throw new TooMuch(place().where(), Room.TOO_DEEP);
        }
    }

    private void close(boolean block) {
        if (frames.size() > 1 && frame().block == block) {
            frames.pop();
        } else {
            found.unclear();
        }
        skip();
    }
}
