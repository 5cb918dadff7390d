package dev.roadstead.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.blob.s3.S3Keys;
import dev.roadstead.backup.blob.s3.S3Place;
import dev.roadstead.backup.blob.s3.S3Store;
import dev.roadstead.egress.EgressPolicy;
import dev.roadstead.testkit.s3.Fault;
import dev.roadstead.testkit.s3.FaultProxy;
import dev.roadstead.testkit.s3.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A whole repository on a real server, over a line on which every fifth call fails. */
class S3RepositoryTest {
    private static final List<Fault> FAULTS = List.of(new Fault.Answer(503, ""), new Fault.Cut(), new Fault.CutAfter());

    @Test
    void aBackupIsWrittenReadBackRestoredAndPruned() throws IOException {
        byte[] content = new byte[20 << 20];
        new Random(1).nextBytes(content);
        byte[] tar = Fixture.oneFile(content);
        var calls = new AtomicInteger();
        try (S3Server server = S3Server.start();
                FaultProxy line = FaultProxy.to(server.endpoint());
                Repository repository = new Fixture().open(store(line))) {
            line.on(_ -> {
                int call = calls.incrementAndGet();
                return call % 5 == 0 ? FAULTS.get(call / 5 % FAULTS.size()) : new Fault.None();
            });

            Manifest manifest = Fixture.backUp(repository, tar, Fixture.NOW);
            var restored = new ByteArrayOutputStream();
            assertThat(repository.restore(manifest.id(), Set.of(), restored, Progress.NONE))
                    .isEqualTo(manifest.tree());
            assertThat(restored.toByteArray()).isEqualTo(tar);
            assertThat(repository.manifests()).containsExactly(manifest);
            assertThat(repository.check(true, Progress.NONE).damage()).isEmpty();

            repository.prune(Set.of(manifest.id()), Progress.NONE);
            assertThat(repository.manifests()).isEmpty();
            assertThat(repository.check(true, Progress.NONE).damage()).isEmpty();
        }
        assertThat(calls).as("calls").hasValueGreaterThan(30);
    }

    private static S3Store store(FaultProxy line) {
        var place = new S3Place(line.endpoint(), S3Server.BUCKET, "whole", "us-east-1", true);
        return new S3Store(place, new S3Keys("AKIDEXAMPLE", "not-a-real-secret"), EgressPolicy.ALL);
    }
}
