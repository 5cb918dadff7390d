package dev.roadstead.backup.blob.s3;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * Sends objects in parts. An object is there when its upload was completed; an upload that fails is aborted at once, one
 * whose process was killed by whoever comes a day later: until then its parts take up room and are seen by nobody.
 */
final class MultipartUploads {
    private static final Logger log = LoggerFactory.getLogger(MultipartUploads.class);
    private static final Duration ABANDONED = Duration.ofDays(1);

    /** On the object: tells whether it is what this upload sent when the answer to its completion was lost. */
    private static final String ATTEMPT = "roadstead-attempt";

    private final S3Client client;
    private final S3Place place;
    private final S3Limits limits;
    private final InstantSource clock;
    private final Semaphore parts;
    private final AtomicBoolean swept = new AtomicBoolean();

    MultipartUploads(S3Client client, S3Place place, S3Limits limits, InstantSource clock) {
        this.client = client;
        this.place = place;
        this.limits = limits;
        this.clock = clock;
        this.parts = new Semaphore(limits.atOnce());
    }

    /** Returns when the object is there. */
    void upload(String key, ByteBuffer content) {
        if (swept.compareAndSet(false, true)) {
            abortAbandoned();
        }
        String attempt = UUID.randomUUID().toString();
        String upload = client.createMultipartUpload(
                        create -> create.bucket(place.bucket()).key(key).metadata(Map.of(ATTEMPT, attempt)))
                .uploadId();
        boolean complete = false;
        try {
            complete(key, upload, attempt, sendParts(key, upload, content));
            complete = true;
        } finally {
            if (!complete) {
                abort(key, upload);
            }
        }
    }

    private List<CompletedPart> sendParts(String key, String upload, ByteBuffer content) {
        List<Callable<CompletedPart>> sends = new ArrayList<>();
        for (int offset = 0; offset < content.remaining(); offset += limits.partBytes()) {
            int number = sends.size() + 1;
            int length = Math.min(limits.partBytes(), content.remaining() - offset);
            ByteBuffer part = content.slice(content.position() + offset, length);
            sends.add(() -> sendPart(key, upload, number, part));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletedPart> sent = new ArrayList<>();
            for (Future<CompletedPart> part : threads.invokeAll(sends)) {
                sent.add(part.get());
            }
            return sent;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SdkException failure) {
                throw failure;
            }
            throw new IllegalStateException("sending a part of " + key, e.getCause());
        }
    }

    private CompletedPart sendPart(String key, String upload, int number, ByteBuffer content)
            throws InterruptedException {
        parts.acquire();
        try {
            String tag = client.uploadPart(
                            part -> part.bucket(place.bucket())
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number)
                                    .contentMD5(S3Store.md5(content)),
                            S3Store.body(content))
                    .eTag();
            return CompletedPart.builder().partNumber(number).eTag(tag).build();
        } finally {
            parts.release();
        }
    }

    private void complete(String key, String upload, String attempt, List<CompletedPart> sent) {
        try {
            client.completeMultipartUpload(complete -> complete.bucket(place.bucket())
                    .key(key)
                    .uploadId(upload)
                    .multipartUpload(parts -> parts.parts(sent)));
        } catch (SdkException e) {
            // Its answer may have been lost: then the upload is unknown when it is tried again, and the object is
            // there.
            if (!isThere(key, attempt)) {
                throw e;
            }
        }
    }

    private boolean isThere(String key, String attempt) {
        try {
            HeadObjectResponse head =
                    client.headObject(request -> request.bucket(place.bucket()).key(key));
            return attempt.equals(head.metadata().get(ATTEMPT));
        } catch (SdkException e) {
            log.debug("{} is not there after its upload failed: {}", key, e.toString());
            return false;
        }
    }

    private void abort(String key, String upload) {
        // Also when this thread was interrupted: its parts take up room.
        boolean interrupted = Thread.interrupted();
        try {
            client.abortMultipartUpload(
                    abort -> abort.bucket(place.bucket()).key(key).uploadId(upload));
        } catch (SdkException e) {
            log.warn("the unfinished upload of {} stays for a day: {}", key, e.toString());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void abortAbandoned() {
        Instant before = clock.instant().minus(ABANDONED);
        try {
            for (MultipartUpload upload : client.listMultipartUploadsPaginator(
                            list -> list.bucket(place.bucket()).prefix(place.key("")))
                    .uploads()) {
                if (upload.initiated().isBefore(before)) {
                    abort(upload.key(), upload.uploadId());
                }
            }
        } catch (SdkException e) {
            log.warn("unfinished uploads in {} cannot be listed and stay: {}", place.describe(), e.toString());
        }
    }
}
