package dev.fairlead.server.desired.route;

import dev.fairlead.server.desired.Checks;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/** An answer that needs no backend. */
public record FixedAnswer(
        @Setting(value = "0", doc = "status from 200 to 599; 0 = no fixed answer")
        int status,

        @Setting(doc = "body, at most 64 KiB") String body,

        @Setting(value = "text/plain", doc = "`Content-Type` of the body")
        String contentType) {

    private static final int LONGEST_BODY = 64 << 10;
    private static final Set<Integer> BODILESS = Set.of(204, 205, 304);
    private static final Pattern CONTENT_TYPE = Pattern.compile("[!-~]+/[!-~]+(?:[ \\t]*;[ -~]*)?");

    public static final FixedAnswer NONE = Schema.of(FixedAnswer.class).defaults();

    public FixedAnswer {
        int bytes = body.getBytes(StandardCharsets.UTF_8).length;
        Checks.of(FixedAnswer.class, status, body, contentType)
                .that(
                        status == 0 || (status >= 200 && status <= 599),
                        "status",
                        status + " is out of range, expected a number from 200 to 599")
                .that(
                        status != 0 || body.isEmpty(),
                        "body",
                        "there is a body without a status, expected respond.status beside it")
                .that(
                        !BODILESS.contains(status) || body.isEmpty(),
                        "body",
                        "an answer with status " + status + " has no body, expected an empty one")
                .that(
                        bytes <= LONGEST_BODY,
                        "body",
                        "the body has " + bytes + " bytes, expected at most " + LONGEST_BODY)
                .that(
                        CONTENT_TYPE.matcher(contentType).matches(),
                        "content-type",
                        "\"" + contentType + "\" is not a content type, expected one such as text/plain")
                .done();
    }

    public boolean isSet() {
        return status != 0;
    }
}
