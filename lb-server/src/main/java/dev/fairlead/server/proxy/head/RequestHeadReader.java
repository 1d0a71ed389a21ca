package dev.fairlead.server.proxy.head;

import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Headers.Underscores;
import dev.fairlead.server.desired.Limits;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of one request as its bytes arrive, however they are split, and checks it strictly against RFC 9112.
 * Undertow never sees the end of a head that is refused here, because its own checks would read the body before
 * answering.
 *
 * <p>It alone reads the target: Undertow gets a slash and letters instead. Undertow's parser refuses targets that
 * browsers send and rewrites others, and two parsers can disagree.
 */
public final class RequestHeadReader {

    /** Where the operator sets no limit, one request must still not fill the memory. */
    private static final int LIMIT_AT_MOST = 1024 * 1024;

    /** Undertow refuses longer ones; no method in use is half as long. */
    private static final int LONGEST_METHOD = 32;

    private static final int VERSION_LENGTH = 8;
    private static final byte BLANK = 'x';

    private enum State {
        START,
        EMPTY_LINE,
        METHOD,
        TARGET,
        VERSION,
        LINE_END,
        FIELD,
        NAME,
        VALUE,
        VALUE_END,
        HEAD_END,
        COMPLETE,
        REFUSED
    }

    private final Octets word = new Octets();
    private final FramingFields framing = new FramingFields();
    private State state = State.START;
    private boolean refusesUnderscores;
    private boolean afterEmptyLine;
    private int bytes;
    private int fields;
    private String method = "";
    private String sent = "";
    private String version = "";
    private boolean http11;
    private @Nullable Target target;
    private @Nullable Rejection rejection;

    /** For the next request. */
    public void reset() {
        word.clear();
        framing.reset();
        state = State.START;
        afterEmptyLine = false;
        bytes = 0;
        fields = 0;
        method = "";
        sent = "";
        version = "";
        http11 = false;
        target = null;
        rejection = null;
    }

    /**
     * Reads from one index to another, position and limit untouched; what lies behind the end of the head is not looked
     * at. The target's bytes are written over.
     *
     * @return how many of the bytes, counted from the first, are an empty line and not yet the head
     */
    public int read(ByteBuffer buffer, int from, int to, Frontend frontend) {
        Limits limits = frontend.limits();
        refusesUnderscores = frontend.headers().underscores() == Underscores.REFUSE;
        int at = from;
        int skipped = 0;
        while (at < to && state.compareTo(State.COMPLETE) < 0) {
            switch (state) {
                case TARGET -> at = target(buffer, at, to, limits);
                case NAME -> at = name(buffer, at, to);
                case VALUE -> at = value(buffer, at, to);
                default -> {
                    boolean empty = isEmptyLine(buffer.get(at));
                    skipped += empty ? 1 : 0;
                    if (!empty) {
                        one(buffer.get(at), limits);
                    }
                    at++;
                }
            }
        }
        if (bytes > limit(limits)) {
            refuse(Rejection.HEADERS_TOO_LARGE);
        }
        return skipped;
    }

    /** Clients of old sent one behind a body, and RFC 9112 wants it ignored. */
    private boolean isEmptyLine(byte b) {
        if (state == State.START && b == '\r' && !afterEmptyLine) {
            state = State.EMPTY_LINE;
            return true;
        }
        if (state == State.EMPTY_LINE && b == '\n') {
            afterEmptyLine = true;
            state = State.START;
            return true;
        }
        return false;
    }

    private void one(byte b, Limits limits) {
        switch (state) {
            case START, METHOD -> method(b);
            case VERSION -> version(b);
            case LINE_END -> lineEnd(b);
            case FIELD -> field(b, limits);
            case VALUE_END -> next(b == '\n', State.FIELD, Rejection.HEADER_INVALID);
            case HEAD_END -> headEnd(b);
            default -> refuse(Rejection.LINE_INVALID);
        }
    }

    private void next(boolean valid, State next, Rejection otherwise) {
        if (valid) {
            state = next;
        } else {
            refuse(otherwise);
        }
    }

    private void method(byte b) {
        if (b == ' ' && state == State.METHOD) {
            method = word.take();
            state = State.TARGET;
        } else if (Characters.isToken(b) && word.length() < LONGEST_METHOD) {
            word.add(b);
            state = State.METHOD;
        } else {
            refuse(Rejection.LINE_INVALID);
        }
    }

    private int target(ByteBuffer buffer, int from, int to, Limits limits) {
        int longest = limit(limits);
        for (int at = from; at < to; at++) {
            byte b = buffer.get(at);
            if (b == ' ' && word.length() > 0) {
                sent = word.take();
                target = Target.parse(method, sent);
                state = State.VERSION;
                return at + 1;
            }
            if (!Characters.isTarget(b)) {
                // Without a version behind it, it is what HTTP/0.9 had for a request.
                boolean line = (b == '\r' || b == '\n') && word.length() > 0;
                sent = word.take();
                refuse(line ? Rejection.VERSION : b == ' ' ? Rejection.LINE_INVALID : Rejection.TARGET_INVALID);
                return at;
            }
            buffer.put(at, word.length() == 0 ? (byte) '/' : BLANK);
            word.add(b);
            bytes++;
            if (bytes > longest) {
                sent = word.take();
                refuse(Rejection.TARGET_TOO_LONG);
                return at;
            }
        }
        return to;
    }

    private void version(byte b) {
        if (word.length() < VERSION_LENGTH && Characters.isText(b) && b != ' ') {
            word.add(b);
        } else if (b == '\r' && word.length() == VERSION_LENGTH) {
            version = word.take();
            state = State.LINE_END;
        } else {
            refuse(Rejection.LINE_INVALID);
        }
    }

    private void lineEnd(byte b) {
        if (b != '\n' || !isVersion(version)) {
            version = "";
            refuse(Rejection.LINE_INVALID);
        } else if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
            refuse(Rejection.VERSION);
        } else if (method.equals("CONNECT") || method.equals("TRACE") || method.equals("PRI")) {
            refuse(Rejection.METHOD);
        } else if (target == null) {
            refuse(Rejection.TARGET_INVALID);
        } else {
            http11 = version.endsWith("1");
            state = State.FIELD;
        }
    }

    private static boolean isVersion(String version) {
        return version.startsWith("HTTP/")
                && Character.isDigit(version.charAt(5))
                && version.charAt(6) == '.'
                && Character.isDigit(version.charAt(7));
    }

    /** A line that begins with a space would continue the field before it: obsolete, and read in two ways. */
    private void field(byte b, Limits limits) {
        if (b == '\r') {
            state = State.HEAD_END;
        } else if (!Characters.isToken(b)) {
            refuse(Rejection.HEADER_INVALID);
        } else {
            fields++;
            if (limits.headers() > 0 && fields > limits.headers()) {
                refuse(Rejection.TOO_MANY_HEADERS);
                return;
            }
            if (b == '_' && refusesUnderscores) {
                refuse(Rejection.HEADER_UNDERSCORE);
                return;
            }
            bytes++;
            framing.name(b);
            state = State.NAME;
        }
    }

    private int name(ByteBuffer buffer, int from, int to) {
        for (int at = from; at < to; at++) {
            byte b = buffer.get(at);
            if (!Characters.isToken(b)) {
                bytes += at - from + 1;
                framing.nameEnds();
                next(b == ':', State.VALUE, Rejection.HEADER_INVALID);
                return at + 1;
            }
            if (b == '_' && refusesUnderscores) {
                refuse(Rejection.HEADER_UNDERSCORE);
                return at;
            }
            framing.name(b);
        }
        bytes += to - from;
        return to;
    }

    private int value(ByteBuffer buffer, int from, int to) {
        boolean kept = framing.matters();
        for (int at = from; at < to; at++) {
            byte b = buffer.get(at);
            if (!Characters.isText(b)) {
                bytes += at - from + 2;
                if (b != '\r') {
                    refuse(Rejection.HEADER_INVALID);
                    return at;
                }
                Rejection wrong = framing.valueEnds(http11);
                if (wrong != null) {
                    refuse(wrong);
                } else {
                    state = State.VALUE_END;
                }
                return at + 1;
            }
            if (kept) {
                framing.value(b);
            }
        }
        bytes += to - from;
        return to;
    }

    private void headEnd(byte b) {
        String host = framing.host();
        String authority = target == null ? null : target.authority();
        if (b != '\n') {
            refuse(Rejection.HEADER_INVALID);
        } else if (host == null && http11) {
            refuse(Rejection.HOST_MISSING);
        } else if (host != null && authority != null && !host.equalsIgnoreCase(authority)) {
            refuse(Rejection.HOST_DISAGREES);
        } else {
            state = State.COMPLETE;
        }
    }

    /** The first reason counts. */
    private void refuse(Rejection why) {
        if (rejection == null) {
            rejection = why;
            state = State.REFUSED;
        }
    }

    private static int limit(Limits limits) {
        return limits.header() == 0 ? LIMIT_AT_MOST : Math.min(limits.header(), LIMIT_AT_MOST);
    }

    /** Of the head, so far. */
    public int bytes() {
        return bytes;
    }

    public int fields() {
        return fields;
    }

    /** Whether a byte of a head has come. */
    public boolean begun() {
        return state != State.START && state != State.EMPTY_LINE;
    }

    public boolean complete() {
        return state == State.COMPLETE;
    }

    /** Null as long as nothing is wrong. */
    public @Nullable Rejection rejection() {
        return rejection;
    }

    /** Empty if it was refused before it came to that, as the next ones are. */
    public String method() {
        return method;
    }

    /** Without the query, and without scheme and authority if they were sent. */
    public String path() {
        return target == null ? sent : target.path();
    }

    /** Without the question mark; null if there is none. */
    public @Nullable String query() {
        return target == null ? null : target.query();
    }

    public String host() {
        String host = framing.host();
        return host == null ? "" : host;
    }

    /** For example {@code HTTP/1.1}. */
    public String version() {
        return version;
    }
}
