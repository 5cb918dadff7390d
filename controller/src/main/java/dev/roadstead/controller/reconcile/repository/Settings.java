package dev.roadstead.controller.reconcile.repository;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.blob.DirectoryStore;
import dev.roadstead.backup.blob.s3.S3Keys;
import dev.roadstead.backup.blob.s3.S3Place;
import dev.roadstead.backup.blob.s3.S3Store;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.egress.EgressPolicy;
import dev.roadstead.model.BackupRepository;
import dev.roadstead.model.BackupRepository.S3;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a BackupRepository says, with its Secrets read: equal ones are the same repository.
 *
 * @param keys null for a directory
 * @param password null when there is no Secret with it yet
 */
record Settings(
        BackupRepository.Spec spec,
        @Nullable S3Keys keys,
        SecretRef passwordSecret,
        @Nullable String password) {
    static final String NAMESPACE = "roadstead-system";
    static final String PASSWORD = "password";

    /** @throws RepositoryException DENIED when a Secret lacks what it must have */
    static Settings read(BackupRepository repository, ApiClient client) {
        BackupRepository.Spec spec = repository.spec();
        SecretRef named = spec.encryption().secretRef();
        SecretRef secret = named != null
                ? named
                : new SecretRef(NAMESPACE, "backup-" + repository.metadata().name());
        String password = named == null
                ? find(client, secret).map(found -> value(found, PASSWORD)).orElse(null)
                : required(client, secret, PASSWORD);
        return new Settings(spec, spec.s3() == null ? null : keys(client, spec.s3()), secret, password);
    }

    /** Whether the password is one that we make up. */
    boolean generated() {
        return spec.encryption().secretRef() == null;
    }

    /**
     * Where the bytes are. The caller closes it.
     *
     * @param egress what storage by HTTP may be called
     */
    BlobStore open(InstantSource clock, EgressPolicy egress) {
        if (spec.local() != null) {
            return new DirectoryStore(Path.of(spec.local().path()), clock);
        }
        S3Place place = place();
        if (place == null || keys == null) {
            throw new RepositoryException(Kind.DENIED, "The repository says neither local nor s3; give one of them.");
        }
        return new S3Store(place, keys, egress);
    }

    /** Null for a directory. */
    @Nullable
    S3Place place() {
        S3 s3 = spec.s3();
        return s3 == null
                ? null
                : new S3Place(
                        s3.endpoint() == null ? null : URI.create(s3.endpoint()),
                        s3.bucket(),
                        s3.prefix(),
                        s3.region(),
                        s3.pathStyle());
    }

    private static S3Keys keys(ApiClient client, S3 s3) {
        SecretRef ref = s3.secretRef();
        return new S3Keys(required(client, ref, "accessKeyId"), required(client, ref, "secretAccessKey"));
    }

    private static String required(ApiClient client, SecretRef ref, String key) {
        Secret secret = find(client, ref)
                .orElseThrow(() -> new RepositoryException(
                        Kind.DENIED,
                        "There is no Secret " + ref.namespace() + "/" + ref.name()
                                + ". Create it, or correct secretRef."));
        return value(secret, key);
    }

    private static Optional<Secret> find(ApiClient client, SecretRef ref) {
        return client.find(ResourceType.SECRET, ref.namespace(), ref.name());
    }

    private static String value(Secret secret, String key) {
        byte[] value = secret.data().get(key);
        if (value == null || value.length == 0) {
            throw new RepositoryException(
                    Kind.DENIED, "Secret " + secret.metadata().key() + " has no " + key + ". Add it.");
        }
        // A file that was made with an editor or echo ends with one, which nobody means.
        return new String(value, StandardCharsets.UTF_8).stripTrailing();
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "Settings[" + spec + "]";
    }
}
