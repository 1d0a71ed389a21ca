package dev.fairlead.ctl.connect;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.PreconditionFailure;
import dev.fairlead.ctl.failure.CommandFailure;
import dev.fairlead.ctl.failure.ExitCode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A failed call, with the server's message, or ours if it sent none. */
public final class CallFailure extends CommandFailure {

    private static final long serialVersionUID = 1;

    private final Status.Code code;
    private final boolean connected;

    private CallFailure(Status status, boolean connected, String sentence, List<String> details) {
        super(exitCode(status.getCode()), sentence, details);
        this.code = status.getCode();
        this.connected = connected;
        initCause(status.getCause());
    }

    /**
     * @param answered whether the server has answered before on this connection
     * @param patience the deadline of the call, in words
     */
    static CallFailure of(StatusRuntimeException e, Target target, boolean answered, String patience) {
        Status status = e.getStatus();
        boolean connected = !isRefusal(status);
        String sentence = sentence(status, connected, answered, target, patience);
        List<String> details =
                details(e).stream().filter(line -> !isSaid(line, sentence)).toList();
        return new CallFailure(status, connected, sentence, details);
    }

    /** The first problem is already in the sentence; the lines are for the others. */
    private static boolean isSaid(String line, String sentence) {
        return sentence.contains(line) || sentence.contains(line.substring(line.indexOf(": ") + 2));
    }

    public Status.Code code() {
        return code;
    }

    /** Whether the call may have reached a server. */
    public boolean connected() {
        return connected;
    }

    private static String sentence(Status status, boolean connected, boolean answered, Target target, String patience) {
        String said = status.getDescription();
        return switch (status.getCode()) {
            case UNAVAILABLE -> unavailable(status, connected, answered, target);
            case UNAUTHENTICATED -> stranger(said, target);
            case DEADLINE_EXCEEDED -> "no answer from " + target + " in " + patience + "; use --timeout to wait longer";
            case UNIMPLEMENTED ->
                "the server at " + target + " does not support this command" + (said == null ? "" : " (" + said + ")");
            default ->
                said == null || said.isEmpty() ? "the server at " + target + " answered " + status.getCode() : said;
        };
    }

    private static String unavailable(Status status, boolean connected, boolean answered, Target target) {
        if (isCausedBy(status, CertificateException.class)) {
            return "the certificate of the server at " + target + " is not trusted" + because(status)
                    + "; use --tls-ca to name the CA to trust";
        }
        if (isCausedBy(status, SSLException.class)) {
            return "TLS with the server at " + target + " failed" + because(status);
        }
        if (!connected) {
            return "no server answers at " + target + because(status) + "; is lb-server running there?";
        }
        return "lost the connection to the server at " + target + because(status)
                + (answered || target.tls() ? "" : "; if it expects TLS, use --tls-ca or https://" + target);
    }

    /** The server says what a caller should send; this says what to type. */
    private static String stranger(@Nullable String said, Target target) {
        if (target.token() == null && target.writer() == null) {
            return "the server at " + target
                    + " requires a token (--token-file) or a client certificate that it accepts"
                    + " (--tls-cert, --tls-key); only the user who runs it needs neither";
        }
        String cause = said == null || said.isEmpty() ? "the token was refused" : said.split(", expected ", 2)[0];
        return cause + "; use --token-file for another token, or --tls-cert and --tls-key for a certificate";
    }

    private static String because(Status status) {
        Throwable deepest = status.getCause();
        while (deepest != null && deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        if (deepest instanceof UnknownHostException) {
            return " (unknown host)";
        }
        String reason =
                deepest == null || deepest.getMessage() == null ? status.getDescription() : deepest.getMessage();
        return reason == null ? "" : " (" + reason.lines().findFirst().orElse("") + ")";
    }

    /** Whether nothing was sent, because there was no connection. */
    private static boolean isRefusal(Status status) {
        return isCausedBy(status, ConnectException.class)
                || isCausedBy(status, UnknownHostException.class)
                || isCausedBy(status, SSLException.class);
    }

    private static boolean isCausedBy(Status status, Class<? extends Throwable> kind) {
        for (Throwable at = status.getCause(); at != null; at = at.getCause()) {
            if (kind.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> details(StatusRuntimeException e) {
        com.google.rpc.Status status = StatusProto.fromThrowable(e);
        List<String> lines = new ArrayList<>();
        for (Any detail : status == null ? List.<Any>of() : status.getDetailsList()) {
            try {
                if (detail.is(BadRequest.class)) {
                    detail.unpack(BadRequest.class)
                            .getFieldViolationsList()
                            .forEach(found -> lines.add(found.getField() + ": " + found.getDescription()));
                } else if (detail.is(PreconditionFailure.class)) {
                    detail.unpack(PreconditionFailure.class)
                            .getViolationsList()
                            .forEach(found -> lines.add(found.getSubject() + ": " + found.getDescription()));
                }
            } catch (InvalidProtocolBufferException notOurs) {
                lines.add("(" + detail.getTypeUrl() + " cannot be read)");
            }
        }
        return lines;
    }

    private static int exitCode(Status.Code code) {
        return switch (code) {
            case OK -> ExitCode.OK;
            case INVALID_ARGUMENT, OUT_OF_RANGE -> ExitCode.USAGE;
            case UNAVAILABLE -> ExitCode.UNAVAILABLE;
            case NOT_FOUND -> ExitCode.NOT_FOUND;
            case ALREADY_EXISTS, ABORTED -> ExitCode.CONFLICT;
            case FAILED_PRECONDITION -> ExitCode.REFUSED;
            case DEADLINE_EXCEEDED -> ExitCode.TIMED_OUT;
            case UNAUTHENTICATED, PERMISSION_DENIED -> ExitCode.DENIED;
            default -> ExitCode.FAILED;
        };
    }
}
