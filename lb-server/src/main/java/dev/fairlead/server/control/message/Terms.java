package dev.fairlead.server.control.message;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.fairlead.server.state.ChangeTerms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** Reads the five fields that every changing call has. */
public final class Terms {

    private static final int LONGEST_MESSAGE = 1000;
    private static final int DIGEST_DIGITS = 32;
    private static final Pattern REQUEST_ID = Pattern.compile("[!-~]{1,128}");

    private Terms() {}

    /**
     * @param request one of the requests with these fields
     * @param author who asks
     * @param awaited whether the caller still waits for an answer
     */
    public static ChangeTerms of(Message request, String author, BooleanSupplier awaited, Violations violations) {
        String message = (String) value(request, "message");
        String requestId = (String) value(request, "request_id");
        boolean repeatable = REQUEST_ID.matcher(requestId).matches();
        if (!requestId.isEmpty() && !repeatable) {
            violations.add("request_id", "cannot be used, expected 1 to 128 visible ASCII characters");
        }
        if (message.length() > LONGEST_MESSAGE || message.chars().anyMatch(Character::isISOControl)) {
            violations.add(
                    "message", "cannot be kept, expected one line of " + LONGEST_MESSAGE + " characters at the most");
        }
        return new ChangeTerms(
                author,
                message,
                ifRevision(request),
                repeatable ? requestId + "#" + digest(request, author) : "",
                (Boolean) value(request, "validate_only"),
                (Boolean) value(request, "force"),
                awaited);
    }

    private static OptionalLong ifRevision(Message request) {
        FieldDescriptor field = field(request, "if_revision");
        return request.hasField(field)
                ? OptionalLong.of(Integer.toUnsignedLong((Integer) request.getField(field)))
                : OptionalLong.empty();
    }

    /** An id under which something else was asked for before, or by someone else, is not a repeat. */
    private static String digest(Message request, String author) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.useDeterministicSerialization();
            out.writeStringNoTag(author);
            out.writeStringNoTag(request.getDescriptorForType().getFullName());
            request.writeTo(out);
            out.flush();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(Message request, String name) {
        return request.getField(field(request, name));
    }

    private static FieldDescriptor field(Message request, String name) {
        FieldDescriptor field = request.getDescriptorForType().findFieldByName(name);
        if (field == null) {
            throw new IllegalStateException(request.getDescriptorForType().getFullName() + " has no field " + name);
        }
        return field;
    }
}
