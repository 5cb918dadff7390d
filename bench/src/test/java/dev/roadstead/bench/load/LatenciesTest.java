package dev.roadstead.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void aPercentileIsWhatSoManyDoNotExceed() {
        Latencies.Recorder one = new Latencies.Recorder();
        Latencies.Recorder other = new Latencies.Recorder();
        for (int i = 10_000; i > 0; i--) {
            (i % 2 == 0 ? one : other).add(i * 1_000_000L);
        }
        Latencies latencies = Latencies.of(List.of(one, other));
        assertThat(latencies.count()).isEqualTo(10_000);
        assertThat(latencies.millis(0.5)).isEqualTo(5_000);
        assertThat(latencies.millis(0.99)).isEqualTo(9_900);
        assertThat(latencies.millis(1)).isEqualTo(10_000);
    }

    @Test
    void nothingHasNoPercentile() {
        assertThat(Latencies.of(List.of()).millis(0.5)).isNaN();
    }
}
