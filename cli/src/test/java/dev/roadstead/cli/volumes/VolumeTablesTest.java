package dev.roadstead.cli.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.model.Condition;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.ReclaimPolicy;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VolumeTablesTest {
    private static Volume volume() {
        return VolumeManifests.importing("shop", "data", "db-1", "pgdata", ReclaimPolicy.Retain);
    }

    @Test
    void aVolumeIsALineWithWhatPeopleAskFor() {
        Condition ready = new Condition("Ready", Condition.Status.True, 1L, Instant.EPOCH, "Available", "");
        Volume.Status status = new Volume.Status(
                1L,
                "db-1",
                "pgdata",
                Quantity.of("1610612736"),
                Instant.EPOCH,
                null,
                List.of("web-1-0"),
                null,
                List.of(),
                null,
                null,
                List.of(ready));
        Volume volume = new Volume(volume().metadata(), volume().spec(), status);

        assertThat(VolumeTables.volumes(List.of(volume)))
                .containsExactly(
                        "NAMESPACE  NAME  STATUS     NODE  USED     SIZE  USED BY",
                        "shop       data  Available  db-1  1.5 GiB  -     web-1-0");
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThat(VolumeTables.volumes(List.of())).containsExactly("there are no Volumes");
        assertThat(VolumeTables.retained(List.of())).containsExactly("no data is retained on any node");
        assertThat(VolumeTables.volumes(List.of(volume())).getLast()).contains("New", "db-1");
    }

    @Test
    void namesOfDockerVolumesBecomeNamesOfVolumes() {
        assertThat(VolumeManifests.name("My_Project_pg.data")).isEqualTo("my-project-pg-data");
        assertThat(VolumeManifests.name("x".repeat(99))).hasSize(40);
    }
}
