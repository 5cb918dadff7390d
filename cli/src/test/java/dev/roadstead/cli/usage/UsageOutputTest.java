package dev.roadstead.cli.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.roadstead.model.Json;
import dev.roadstead.model.UsageReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageOutputTest {
    private final UsageReport shop = report("acme", "shop", "2026-11", """
            {"phase": "Final", "through": "2026-12-01T00:00:00Z",
             "totals": {"containerHours": "2.505", "cpuRequestedHours": "5"},
             "rows": [{"namespace": "acme-shop", "kind": "Application", "name": "web",
                       "amounts": {"containerHours": "2.505", "cpuRequestedHours": "5"}}],
             "cost": {"plan": "small", "currency": "EUR", "total": "1.5", "parts": {}}}""");
    private final UsageReport later = report("acme", "shop", "2026-12", "null");
    private final UsageReport other = report("blue", "shop", "2026-11", "null");

    @Test
    void reportsAreChosenAndInOrder() {
        List<UsageReport> all = List.of(other, later, shop);
        assertThat(UsageOutput.chosen(all, null, null)).containsExactly(shop, later, other);
        assertThat(UsageOutput.chosen(all, "acme", null)).containsExactly(shop, later);
        assertThat(UsageOutput.chosen(all, null, "2026-11")).containsExactly(shop, other);
        assertThat(UsageOutput.chosen(all, "red", null)).isEmpty();
    }

    @Test
    void whereThereIsNoneItSaysOfWhat() {
        assertThat(UsageOutput.table(List.of(), null, null))
                .containsExactly("there are no UsageReports; they come some minutes after a Project");
        assertThat(UsageOutput.table(List.of(), "red", "2026-11"))
                .containsExactly(
                        "there are no UsageReports of Organization red for 2026-11; they come some minutes after"
                                + " a Project");
    }

    @Test
    void aTableIsForPeople() {
        assertThat(UsageOutput.table(List.of(shop, later), null, null).get(1))
                .matches("acme +shop +2026-11 +Final +2\\.51 +5\\.00 +0 +0 +0 +0 +0 +0 +1\\.50 EUR");
        assertThat(UsageOutput.table(List.of(shop, later), null, null).get(2)).endsWith("-");
    }

    @Test
    void csvIsExactAndHasAsManyCellsInEachLine() {
        List<String> lines = UsageOutput.csv(List.of(shop, later));
        assertThat(lines)
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(20));
        assertThat(lines.get(0))
                .startsWith("organization,project,month,phase,through,namespace,kind,name,containerHours,");
        assertThat(lines.get(1))
                .startsWith("acme,shop,2026-11,Final,2026-12-01T00:00:00Z,acme-shop,Application,web,2.505,0,5,")
                .endsWith(",,");
        assertThat(lines.get(2)).contains(",,Total,,2.505,").endsWith(",1.5,EUR");
    }

    @Test
    void jsonIsTheReportsThemselves() throws JsonProcessingException {
        assertThat(Json.mapper()
                        .readTree(UsageOutput.json(List.of(shop)))
                        .at("/0/status/totals/containerHours")
                        .asText())
                .isEqualTo("2.505");
    }

    private static UsageReport report(String namespace, String project, String month, String status) {
        try {
            return Json.mapper().readValue("""
                    {"metadata": {"name": "%2$s-%3$s", "namespace": "%1$s"}, "spec": {"project": "%2$s", "month": "%3$s"},
                     "status": %4$s}""".formatted(namespace, project, month, status), UsageReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(status, e);
        }
    }
}
