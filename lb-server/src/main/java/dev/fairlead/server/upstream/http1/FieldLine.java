package dev.fairlead.server.upstream.http1;

/** The grammar of one header field line, {@code name ":" OWS value OWS}, without its CRLF. */
final class FieldLine {

    private static final byte NAME = 1;
    private static final byte VALUE = 2;
    private static final byte[] CLASSES = classes();

    private FieldLine() {}

    /** Checks {@code bytes[from..to)} and notes where name and value lie, relative to {@code base}. */
    static void parse(byte[] bytes, int base, int from, int to, FieldIndex fields) throws MalformedResponse {
        int colon = from;
        while (colon < to && (CLASSES[bytes[colon] & 0xff] & NAME) != 0) {
            colon++;
        }
        if (colon == from || colon == to || bytes[colon] != ':') {
            throw new MalformedResponse(badName(bytes, from, to, colon));
        }
        int first = colon + 1;
        while (first < to && blank(bytes[first])) {
            first++;
        }
        int last = to;
        while (last > first && blank(bytes[last - 1])) {
            last--;
        }
        for (int i = first; i < last; i++) {
            if ((CLASSES[bytes[i] & 0xff] & VALUE) == 0) {
                throw new MalformedResponse("control character " + (bytes[i] & 0xff) + " in a header value");
            }
        }
        fields.add(from - base, colon - from, first - base, last - first);
    }

    static boolean value(byte octet) {
        return (CLASSES[octet & 0xff] & VALUE) != 0;
    }

    private static boolean blank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static String badName(byte[] bytes, int from, int to, int at) {
        if (from < to && blank(bytes[from])) {
            return "a folded header line";
        }
        if (at == to) {
            return "a header line without a colon";
        }
        return at == from && bytes[at] == ':'
                ? "a header without a name"
                : "character " + (bytes[at] & 0xff) + " in a header name";
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int c = 0; c < 256; c++) {
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            boolean name = letter || c < 128 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            boolean value = c >= ' ' && c != 127 || c == '\t';
            classes[c] = (byte) ((name ? NAME : 0) | (value ? VALUE : 0));
        }
        return classes;
    }
}
