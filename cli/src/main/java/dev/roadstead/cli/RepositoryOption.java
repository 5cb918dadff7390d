package dev.roadstead.cli;

import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.cli.backups.OpenRepository;
import dev.roadstead.cli.backups.RepositoryAddress;
import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.cli.console.Absence;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.controller.reconcile.repository.BackupStores;
import dev.roadstead.egress.EgressPolicy;
import dev.roadstead.model.ResourceType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --repository} and what it takes to open one, the same for every command that has it. */
final class RepositoryOption {
    @NameOf(Kind.BACKUP_REPOSITORY)
    @Option(
            names = "--repository",
            paramLabel = "WHERE",
            required = true,
            description = "A directory, s3://BUCKET/PREFIX?endpoint=URL&region=REGION, or the name of a"
                    + " BackupRepository of the running server.")
    private String where;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            defaultValue = "${env:RESTIC_PASSWORD_FILE}",
            description =
                    "Has the repository's password; also taken from $$RESTIC_PASSWORD_FILE. Not needed with a name."
                            + " The keys of a bucket are taken from $$AWS_ACCESS_KEY_ID and $$AWS_SECRET_ACCESS_KEY.")
    private @Nullable Path passwordFile;

    @Mixin
    private DataDirOption dataDir;

    /** Something done with a repository. */
    @FunctionalInterface
    interface Work<R> {
        R with(Repository repository) throws IOException;
    }

    DataDirOption dataDir() {
        return dataDir;
    }

    /** Where it is, without what is secret. */
    String where() {
        return where;
    }

    /** Whether it is known by its name alone, to a server that runs. */
    boolean isNamed() {
        return RepositoryAddress.parse(where) instanceof RepositoryAddress.Named;
    }

    /** @throws CliException whatever fails with the repository */
    <R> R use(Work<R> work) {
        var open = new OpenRepository(System.getenv(), InstantSource.system());
        try {
            return switch (RepositoryAddress.parse(where)) {
                case RepositoryAddress.Directory(Path path) -> closing(open.in(path, passwordFile), work);
                case RepositoryAddress.Bucket(var place) -> closing(open.in(place, passwordFile), work);
                case RepositoryAddress.Named(String name) -> named(name, work);
            };
        } catch (RepositoryException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CliException("the backup cannot be read or written: " + e.getMessage(), e);
        }
    }

    private <R> R named(String name, Work<R> work) throws IOException {
        try (HttpApiClient api = AdminClient.open(dataDir.dataDir().adminKubeconfig());
                BackupStores stores = new BackupStores(api, InstantSource.system(), EgressPolicy.ALL)) {
            var _ = Absence.require(api, ResourceType.BACKUP_REPOSITORY, "", name);
            return closing(stores.open(name), work);
        } catch (ApiCallException e) {
            if (e.code() != 0) {
                throw ServerFailure.of(e);
            }
            throw new CliException(
                    "the API does not answer (" + e.getMessage() + "); without a server, give the repository's address"
                            + " and --password-file",
                    e);
        }
    }

    private static <R> R closing(Repository opened, Work<R> work) throws IOException {
        try (opened) {
            return work.with(opened);
        }
    }
}
