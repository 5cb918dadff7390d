package dev.roadstead.cli.backups;

import dev.roadstead.backup.Repository;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.blob.DirectoryStore;
import dev.roadstead.backup.blob.s3.S3Keys;
import dev.roadstead.backup.blob.s3.S3Place;
import dev.roadstead.backup.blob.s3.S3Store;
import dev.roadstead.backup.repository.Repositories;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.egress.EgressPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens repositories with what this machine's user has: a file with the password, keys in the environment. */
public record OpenRepository(Map<String, String> environment, InstantSource clock) {
    private static final String ID = "AWS_ACCESS_KEY_ID";
    private static final String SECRET = "AWS_SECRET_ACCESS_KEY";

    /**
     * A repository in a directory; the caller closes it.
     *
     * @throws CliException if the password cannot be read, or there is no such directory
     * @throws dev.roadstead.backup.RepositoryException if it cannot be opened
     */
    public Repository in(Path directory, @Nullable Path passwordFile) {
        if (!Files.isDirectory(directory)) {
            throw new CliException("there is no directory " + directory + "; name the repository's with --repository");
        }
        return open(new DirectoryStore(directory, clock), password(passwordFile));
    }

    /** A repository in a bucket; the caller closes it. */
    public Repository in(S3Place place, @Nullable Path passwordFile) {
        String id = environment.get(ID);
        String secret = environment.get(SECRET);
        if (id == null || secret == null) {
            throw new CliException("the keys of the storage are missing; set " + ID + " and " + SECRET);
        }
        return open(new S3Store(place, new S3Keys(id, secret), EgressPolicy.ALL), password(passwordFile));
    }

    private Repository open(BlobStore store, String password) {
        try {
            return Repositories.open(store, password, clock);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static String password(@Nullable Path file) {
        if (file == null) {
            throw new CliException("the repository's password is missing; name its file with --password-file");
        }
        try {
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw CliException.io("read the password in " + file, e, "name another with --password-file");
        }
    }
}
