package dev.roadstead.backup.blob.s3;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.s3.JudgingResolver.RefusedPlace;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Turns what the SDK throws into sentences.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3's error codes</a>
 */
record S3Errors(S3Place place) {
    /** What went wrong while something was done, such as {@code "write data/3f/3f0a"}. */
    RepositoryException of(String doing, SdkException e) {
        if (e instanceof S3Exception answer) {
            return answered(doing, answer);
        }
        return unanswered(doing, e);
    }

    /** The place is one that may not be called. */
    RepositoryException refused(String doing, RefusedPlace e) {
        return failed(Kind.DENIED, doing, String.valueOf(e.getMessage()), e);
    }

    static String code(S3Exception e) {
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        return code == null ? "" : code;
    }

    private RepositoryException answered(String doing, S3Exception e) {
        return switch (code(e)) {
            case "InvalidAccessKeyId" ->
                failed(Kind.DENIED, doing, "the storage does not know the accessKeyId. Correct it in the Secret", e);
            case "SignatureDoesNotMatch" ->
                failed(Kind.DENIED, doing, "the secretAccessKey is wrong. Correct it in the Secret", e);
            case "RequestTimeTooSkewed" ->
                failed(
                        Kind.DENIED,
                        doing,
                        "the clock of this machine is not that of the storage. Set it, by NTP for example",
                        e);
            case "NoSuchBucket" ->
                failed(
                        Kind.NOT_FOUND,
                        doing,
                        "there is no bucket " + place.bucket() + ". Create it, or correct its name",
                        e);
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException" ->
                failed(
                        Kind.DENIED,
                        doing,
                        "the bucket is not in region " + place.region() + ". Correct the region or the endpoint",
                        e);
            case "QuotaExceeded", "QuotaExceededException", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded" ->
                full(doing, e);
            default -> byStatus(doing, e);
        };
    }

    private RepositoryException byStatus(String doing, S3Exception e) {
        return switch (e.statusCode()) {
            case 401, 403 ->
                failed(
                        Kind.DENIED,
                        doing,
                        "the storage does not allow it" + said(e)
                                + ". Let this access key read, write, list and delete in the bucket",
                        e);
            case 507 -> full(doing, e);
            case 404 -> failed(Kind.NOT_FOUND, doing, "the storage has no such thing" + said(e), e);
            default -> failed(Kind.UNREACHABLE, doing, "the storage answered " + e.statusCode() + said(e), e);
        };
    }

    private RepositoryException full(String doing, S3Exception e) {
        return failed(Kind.FULL, doing, "the storage has no room left. Make room, or let old backups expire", e);
    }

    private static String said(S3Exception e) {
        return code(e).isEmpty() ? "" : " (" + code(e) + ")";
    }

    private RepositoryException unanswered(String doing, SdkException e) {
        if (e instanceof AbortedException || has(e, InterruptedException.class)) {
            Thread.currentThread().interrupt();
            return failed(Kind.UNREACHABLE, doing, "interrupted", e);
        }
        if (has(e, UnknownHostException.class)) {
            return failed(Kind.UNREACHABLE, doing, "there is no such host. Correct the endpoint", e);
        }
        if (has(e, ConnectException.class)) {
            return failed(
                    Kind.UNREACHABLE, doing, "nothing takes connections there. Is it up, and the endpoint right?", e);
        }
        if (has(e, SSLException.class)) {
            return failed(
                    Kind.UNREACHABLE, doing, "no trusted TLS connection. Is its certificate right for this name?", e);
        }
        String why = has(e, SocketException.class) ? "the connection broke" : "no answer in time, or a broken one";
        return failed(Kind.UNREACHABLE, doing, why + ", several times", e);
    }

    private static boolean has(@Nullable Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private RepositoryException failed(Kind kind, String doing, String why, RuntimeException e) {
        String end = why.endsWith("?") ? "" : ".";
        return new RepositoryException(kind, "Cannot " + doing + " in " + place.describe() + ": " + why + end, e);
    }
}
