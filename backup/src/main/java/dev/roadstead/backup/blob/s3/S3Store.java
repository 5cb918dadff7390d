package dev.roadstead.backup.blob.s3;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.blob.s3.JudgingResolver.RefusedPlace;
import dev.roadstead.egress.EgressPolicy;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects in a bucket. Large ones are sent in parts. Thread-safe; nothing is called before the first use. */
public final class S3Store implements BlobStore {
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final S3Place place;
    private final S3Limits limits;
    private final S3Client client;
    private final S3Errors errors;
    private final MultipartUploads uploads;
    private final Semaphore turns;

    /**
     * Opens none yet.
     *
     * @param egress where it may be
     */
    public S3Store(S3Place place, S3Keys keys, EgressPolicy egress) {
        this(place, keys, egress, S3Limits.DEFAULT, InstantSource.system());
    }

    S3Store(S3Place place, S3Keys keys, EgressPolicy egress, S3Limits limits, InstantSource clock) {
        this.place = place;
        this.limits = limits;
        this.client = S3Clients.make(place, keys, limits, egress);
        this.errors = new S3Errors(place);
        this.turns = new Semaphore(limits.atOnce());
        this.uploads = new MultipartUploads(client, place, limits, clock);
    }

    @Override
    public void write(String name, ByteBuffer content) {
        tried("write " + name, () -> {
            if (content.remaining() > limits.partBytes()) {
                uploads.upload(place.key(name), content);
            } else {
                client.putObject(
                        put -> put.bucket(place.bucket()).key(place.key(name)).contentMD5(md5(content)), body(content));
            }
            checkSize(name, content.remaining());
            return content;
        });
    }

    /** Some storage says that it took an object of which it has a part only, or nothing. */
    private void checkSize(String name, long expected) {
        long stored = sizeOf(name);
        if (stored != expected) {
            throw new RepositoryException(
                    Kind.DAMAGED,
                    "The storage said that it took " + name + " of " + expected + " bytes, but it has "
                            + (stored < 0 ? "none" : stored) + " of them: " + place.describe()
                            + ". Do not rely on this storage.");
        }
    }

    /** -1 when it is not there. */
    private long sizeOf(String name) {
        try {
            return client.headObject(request -> request.bucket(place.bucket()).key(place.key(name)))
                    .contentLength();
        } catch (NoSuchKeyException _) {
            return -1;
        }
    }

    @Override
    public Optional<byte[]> read(String name) {
        return tried("read " + name, () -> {
            try {
                return Optional.of(client.getObjectAsBytes(
                                get -> get.bucket(place.bucket()).key(place.key(name)))
                        .asByteArrayUnsafe());
            } catch (NoSuchKeyException _) {
                return Optional.empty();
            }
        });
    }

    @Override
    public byte[] read(String name, long offset, int length) {
        if (length == 0) {
            return new byte[0];
        }
        String range = "bytes=" + offset + "-" + (offset + length - 1);
        return tried("read " + name, () -> {
            try {
                byte[] part = client.getObjectAsBytes(get ->
                                get.bucket(place.bucket()).key(place.key(name)).range(range))
                        .asByteArrayUnsafe();
                if (part.length != length) {
                    throw tooShort(name, range);
                }
                return part;
            } catch (NoSuchKeyException e) {
                throw new RepositoryException(
                        Kind.NOT_FOUND, "There is no " + name + " in " + place.describe() + ".", e);
            } catch (S3Exception e) {
                if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
                    throw tooShort(name, range);
                }
                throw e;
            }
        });
    }

    private RepositoryException tooShort(String name, String range) {
        return new RepositoryException(
                Kind.DAMAGED, name + " in " + place.describe() + " is too short: it has not all of " + range + ".");
    }

    @Override
    public List<Blob> list(String prefix) {
        return tried("list " + prefix, () -> {
            List<Blob> found = new ArrayList<>();
            for (S3Object object : client.listObjectsV2Paginator(
                            list -> list.bucket(place.bucket()).prefix(place.key(prefix)))
                    .contents()) {
                found.add(new Blob(place.name(object.key()), object.size()));
            }
            return found;
        });
    }

    @Override
    public void delete(String name) {
        tried(
                "remove " + name,
                () -> client.deleteObject(
                        delete -> delete.bucket(place.bucket()).key(place.key(name))));
    }

    @Override
    public String describe() {
        return place.describe();
    }

    @Override
    public void close() {
        client.close();
    }

    /** Waiting for one's turn is no part of a call's deadline. */
    private <T> T tried(String doing, Supplier<T> call) {
        try {
            turns.acquire();
        } catch (InterruptedException e) {
            throw errors.of(doing, AbortedException.create("interrupted", e));
        }
        try {
            return call.get();
        } catch (SdkException e) {
            throw errors.of(doing, e);
        } catch (RefusedPlace e) {
            throw errors.refused(doing, e);
        } finally {
            turns.release();
        }
    }

    /** A body that is not copied. */
    static RequestBody body(ByteBuffer content) {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(
                        content.array(), content.arrayOffset() + content.position(), content.remaining()),
                content.remaining(),
                "application/octet-stream");
    }

    /** As the header Content-MD5 has it: damage on the way is found by the storage. */
    static String md5(ByteBuffer content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(content.duplicate());
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has MD5", e);
        }
    }
}
