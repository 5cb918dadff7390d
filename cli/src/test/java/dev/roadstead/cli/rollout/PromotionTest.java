package dev.roadstead.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.model.Application;
import dev.roadstead.model.Json;
import dev.roadstead.model.Release;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromotionTest {
    private static final String DIGEST = "registry.test/web@sha256:" + "a".repeat(64);
    private static final String READY =
            "'conditions': [{'type': 'Ready', 'status': 'True', 'reason': 'Ready', 'message': ''}]";

    private final Application staging = application(
            "staging",
            "{'image': 'registry.test/web:2', 'args': ['fast'], 'env': [{'name': 'A', 'value': 's'}]}",
            READY);
    private final Application production = application(
            "production",
            "{'image': 'registry.test/web:1', 'workingDir': '/', 'env': [{'name': 'A', 'value': 'p'}]}",
            READY);

    @Test
    void theDigestAloneIsTakenAndWhereFromIsSaid() {
        Promotion promotion = Promotion.of(staging, List.of(release(3, DIGEST)), production, false, false);
        assertThat(promotion.image()).isEqualTo(DIGEST);
        assertThat(promotion.patch())
                .hasToString(("{'metadata':{'uid':'u','annotations':"
                                + "{'kubernetes.io/change-cause':'promoted from staging/web, release 3'}},'spec':{'template':{'image':'"
                                + DIGEST + "'}}}")
                        .replace('\'', '"'));
    }

    @Test
    void theWholeTemplateIsTakenWhenThatIsWanted() {
        Promotion promotion = Promotion.of(staging, List.of(release(3, DIGEST)), production, true, false);
        assertThat(promotion.patch().at("/spec").size()).as("no replicas").isEqualTo(1);
        assertThat(promotion.patch().at("/spec/template"))
                .hasToString(("{'workingDir':null,'image':'" + DIGEST
                                + "','args':['fast'],'env':[{'name':'A','value':'s'}]}")
                        .replace('\'', '"'));
    }

    @Test
    void whatIsNotReadyIsTakenByForceOnly() {
        Application broken = application("staging", "{'image': 'a'}", READY.replace("True", "False"));
        List<Release> releases = List.of(release(3, DIGEST));
        assertThatThrownBy(() -> Promotion.of(broken, releases, production, false, false))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("staging/web is not Ready");
        assertThat(Promotion.of(broken, releases, production, false, true).image())
                .isEqualTo(DIGEST);
    }

    @Test
    void whatHasNoDigestIsNotPromoted() {
        assertThatThrownBy(() -> Promotion.of(staging, List.of(release(3, "web:2")), production, false, true))
                .hasMessageContaining("release 3 of staging/web has no digest (said so)");
        assertThatThrownBy(() -> Promotion.of(staging, List.of(release(2, DIGEST)), production, false, true))
                .hasMessageContaining("has no release that was rolled out completely");
    }

    private static Application application(String namespace, String template, String conditions) {
        return read(Application.class, """
                {'metadata': {'name': 'web', 'namespace': '%s', 'uid': 'u', 'generation': 2},
                 'spec': {'replicas': 2, 'template': %s},
                 'status': {'observedGeneration': 2, 'currentRelease': 3, 'targetRelease': 3, %s}}""".formatted(namespace, template, conditions));
    }

    private static Release release(int revision, String image) {
        return read(Release.class, """
                {'metadata': {'name': 'web-%1$d', 'namespace': 'staging'},
                 'spec': {'application': 'web', 'revision': %1$d, 'templateHash': 'h', 'template': {'image': 'a'}},
                 'status': {'image': {'reference': '%2$s', 'resolution': 'Resolved', 'message': 'said so'}}}""".formatted(revision, image));
    }

    private static <T> T read(Class<T> type, String json) {
        try {
            return Json.mapper().readValue(json.replace('\'', '"'), type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
