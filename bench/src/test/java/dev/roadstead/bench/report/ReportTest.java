package dev.roadstead.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Machine MACHINE = new Machine("2026-11-21T12:00:00Z", 2, "cpu", 24, "Linux", "25", 0.5);

    @Test
    void aFigureIsTheMedianOfItsRuns() {
        Figures figures = new Figures();
        figures.add("rate", 30, "/s");
        figures.add("rate", 10, "/s");
        assertThat(figures.get("rate").median()).isEqualTo(20);
        figures.add("rate", 500, "/s");
        assertThat(figures.get("rate").median()).isEqualTo(30);
        assertThat(TextReport.of(MACHINE, figures)).contains("| rate | 30.00/s | 10.00–500 |");
    }

    @Test
    void targetsAreJudgedByTheMedianInTheirDirection() {
        Figures figures = new Figures();
        figures.add("creates, 64 clients: Roadstead / etcd", 0.79, "");
        figures.add("start, existing database", 1499, "ms");
        assertThat(TextReport.of(MACHINE, figures))
                .contains("| creates, 64 clients: Roadstead / etcd | ≥ 0.80 | 0.79 | NOT MET |")
                .contains("| start, existing database | ≤ 1,500 ms | 1,499 ms | met |")
                .contains("| list of 10,000 | ≥ 250 | – | not measured |");
        assertThat(JsonReport.of(MACHINE, figures)).contains("\"met\" : false", "\"met\" : true");
    }
}
