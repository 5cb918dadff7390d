package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Kubectl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees who makes a mistake in a manifest (invariant I21). */
@ExtendWith(Installation.Shared.class)
class BadInputTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            wrong type       | replicas: many, template: {image: a}                                | spec.replicas           | many
            huge number      | replicas: 9999999999, template: {image: a}                          | spec.replicas           | 9999999999
            beyond 64 bits   | replicas: 99999999999999999999, template: {image: a}                | spec.replicas           | fit 64 bits
            unknown field    | template: {image: a, imagePullPolcy: Never}                         | spec.template.imagePullPolcy | unknown field
            bad image        | template: {image: 'Shop:latest:1'}                                  | spec.template.image     | Shop:latest:1
            missing template | replicas: 1                                                         | spec.template           | Required
            bad enum         | template: {image: a}, strategy: {type: Sideways}                    | spec.strategy.type      | Rolling
            two health checks| template: {image: a, healthCheck: {tcp: {port: 1}, http: {port: 2}}} | spec.template.healthCheck | exactly one
            bad port         | template: {image: a, ports: [{containerPort: 70000}]}               | spec.template.ports[0].containerPort | 70000
            capability       | template: {image: a, security: {capabilities: {add: [sys_admin]}}}  | capabilities.add[0]     | sys_admin
            no canary steps  | template: {image: a}, strategy: {type: Canary}                      | spec.strategy           | canary.steps
            nothing to judge | template: {image: a}, strategy: {type: Canary, canary: {steps: [{weight: 5}], analysis: {}}} | spec.strategy.canary.analysis | set one or both
            no canary at all | template: {image: a}, strategy: {type: Rolling, canary: {analysis: {maxErrorRate: 5}}} | spec.strategy.canary.analysis | type is Rolling
            101 % of errors  | template: {image: a}, strategy: {type: Canary, canary: {steps: [{weight: 5}], analysis: {maxErrorRate: 101}}} | spec.strategy.canary.analysis.maxErrorRate | 101
            too long to tell | template: {image: a}, strategy: {type: Canary, canary: {steps: [{weight: 5}], analysis: {maxLatency: 61s}}} | spec.strategy.canary.analysis.maxLatency | maxLatency 61s is more than edges tell apart; expected at most 60s
            no time at all   | template: {image: a}, strategy: {type: Canary, canary: {steps: [{weight: 5}], analysis: {maxLatency: 0s}}} | spec.strategy.canary.analysis.maxLatency | 0s
            all of them      | template: {image: a}, strategy: {type: Canary, canary: {steps: [{weight: 5}], analysis: {maxLatency: 1s, percentile: 100}}} | spec.strategy.canary.analysis.percentile | 100
            relative mount   | template: {image: a, volumes: [{mountPath: data, tmpfs: {}}]}       | mountPath               | data
            two mounts in one| template: {image: a, volumes: [{mountPath: /d, tmpfs: {}, secret: {name: s}}]} | volumes[0] | exactly one
            """)
    void aMistakeIsRefusedWithItsPlaceAndValue(
            String mistake, String spec, String place, String words, Installation roadstead) throws Exception {
        Path manifest = Files.writeString(
                folder.resolve("bad.yaml"),
                "{apiVersion: roadstead.dev/v1, kind: Application, metadata: {name: bad}, spec: {" + spec + "}}\n");
        Kubectl.Result result = roadstead.tryKubectl("create", "-f", manifest.toString());
        assertThat(result.exitCode()).as(mistake).isNotZero();
        assertThat(result.stderr()).contains(place).contains(words);
        assertThat(roadstead.tryKubectl("get", "app", "bad").stderr()).contains("(NotFound)");
    }

    @Test
    void aReleaseNeverChanges(Installation roadstead) throws Exception {
        Path manifest = Files.writeString(
                folder.resolve("release.yaml"),
                "{apiVersion: roadstead.dev/v1, kind: Release, metadata: {name: forged}, spec: {application: none,"
                        + " revision: 1, templateHash: none, template: {image: a}}}\n");
        roadstead.kubectl("create", "-f", manifest.toString());
        Kubectl.Result result = roadstead.tryKubectl(
                "patch", "release", "forged", "--type=merge", "-p", "{\"spec\":{\"template\":{\"image\":\"b\"}}}");
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.stderr()).contains("spec").contains("a Release never changes; change its Application");
        roadstead.kubectl("delete", "release", "forged");
    }

    @Test
    void aManifestOfFourMegabytesIsRefused(Installation roadstead) throws Exception {
        Path manifest = Files.writeString(
                folder.resolve("large.yaml"),
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: large}\ndata:\n"
                        + IntStream.range(0, 4000)
                                .mapToObj(i -> "  key" + i + ": " + "x".repeat(1000) + "\n")
                                .collect(Collectors.joining()));
        Kubectl.Result result = roadstead.tryKubectl("create", "--validate=false", "-f", manifest.toString());
        assertThat(result.exitCode()).isNotZero();
        assertThat(roadstead.kubectl("get", "ns", "default", "-o", "name")).startsWith("namespace/default");
    }
}
