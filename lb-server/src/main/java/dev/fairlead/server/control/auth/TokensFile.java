package dev.fairlead.server.control.auth;

import dev.fairlead.server.config.ConfigProblem;
import dev.fairlead.server.config.InvalidConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's tokens. The file is checked for changes while the server runs. */
final class TokensFile {

    private static final Logger log = LoggerFactory.getLogger(TokensFile.class);

    private final Path file;

    /** The content that the lines came from, or that was refused last; used only by the watching thread. */
    private String seen;

    private volatile List<TokenLine> lines;

    private TokensFile(Path file, String text, List<TokenLine> lines) {
        this.file = file;
        this.seen = text;
        this.lines = lines;
    }

    /** @throws InvalidConfigException with every bad line */
    static TokensFile open(Path file) throws InvalidConfigException {
        String text = read(file);
        return new TokensFile(file, text, parse(file, text));
    }

    /** The line for a token; every line is compared, each in constant time. */
    Optional<TokenLine> find(byte[] sha256) {
        TokenLine found = null;
        for (TokenLine line : lines) {
            if (MessageDigest.isEqual(line.sha256(), sha256)) {
                found = line;
            }
        }
        return Optional.ofNullable(found);
    }

    /** Applies changes. An unusable file changes nothing: it may be half written. */
    void look() {
        try {
            String text = read(file);
            if (!text.equals(seen)) {
                seen = text;
                lines = parse(file, text);
                log.info("event=tokens-read file={} tokens={}", file, lines.size());
            }
        } catch (InvalidConfigException e) {
            String complaint = String.valueOf(e.getMessage());
            if (!complaint.equals(seen)) {
                log.error("event=tokens-refused file={} cause=\"the previous tokens stay valid\"", file);
                e.problems().forEach(problem -> log.error("{}", problem));
            }
            seen = complaint;
        }
    }

    private static String read(Path file) throws InvalidConfigException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidConfigException(List.of(new ConfigProblem(
                    file.toString(),
                    0,
                    "lb.control.auth.tokens-file",
                    "cannot be read (" + e.getClass().getSimpleName() + "), expected lines of text in UTF-8")));
        }
    }

    private static List<TokenLine> parse(Path file, String text) throws InvalidConfigException {
        List<TokenLine> lines = new ArrayList<>();
        List<ConfigProblem> problems = new ArrayList<>();
        String[] all = text.split("\\R", -1);
        for (int i = 0; i < all.length; i++) {
            if (all[i].isBlank() || all[i].strip().startsWith("#")) {
                continue;
            }
            try {
                lines.add(TokenLine.parse(all[i]));
            } catch (IllegalArgumentException e) {
                problems.add(new ConfigProblem(file.toString(), i + 1, "", String.valueOf(e.getMessage())));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
        return List.copyOf(lines);
    }
}
