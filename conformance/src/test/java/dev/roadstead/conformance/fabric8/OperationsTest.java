package dev.roadstead.conformance.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roadstead.conformance.TestServer;
import dev.roadstead.conformance.WithServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithServer.class)
final class OperationsTest {
    private KubernetesClient client;
    private MixedOperation<Widget, ?, Resource<Widget>> widgets;

    @BeforeEach
    void connect(TestServer server) {
        client = Clients.of(server);
        widgets = client.resources(Widget.class);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void typedObjectsAreCreatedReadChangedAndDeleted() {
        Widget created = widgets.resource(Widget.of("web", 3)).create();
        assertThat(created.getSpec().color).isEqualTo("blue");
        assertThat(created.getMetadata().getGeneration()).isEqualTo(1);

        Widget edited = widgets.withName("web").edit(widget -> {
            widget.getSpec().size = 4;
            return widget;
        });
        assertThat(edited.getMetadata().getGeneration()).isEqualTo(2);

        edited.getSpec().color = "red";
        assertThat(widgets.resource(edited).update().getSpec().color).isEqualTo("red");
        assertThat(widgets.withName("web").delete()).hasSize(1);
        assertThat(widgets.withName("web").get()).isNull();
    }

    @Test
    void statusIsWrittenApart() {
        widgets.resource(Widget.of("web", 3)).create();

        Widget changed = widgets.withName("web").editStatus(widget -> {
            widget.setStatus(new Widget.Status("Up"));
            widget.getSpec().size = 9;
            return widget;
        });

        assertThat(changed.getStatus().phase).isEqualTo("Up");
        assertThat(changed.getSpec().size).isEqualTo(3);
        assertThat(changed.getMetadata().getGeneration()).isEqualTo(1);
    }

    @Test
    void scalesAreSetAndRead() {
        widgets.resource(Widget.of("web", 3)).create();

        assertThat(widgets.withName("web").scale(7).getSpec().replicas).isEqualTo(7);
        assertThat(widgets.withName("web").scale().getSpec().getReplicas()).isEqualTo(7);
    }

    @Test
    void listsComeInPages() {
        for (String name : List.of("a", "b", "c")) {
            client.configMaps().resource(configMap(name, "k", "v")).create();
        }

        ConfigMapList first =
                client.configMaps().list(new ListOptionsBuilder().withLimit(2L).build());
        ConfigMapList second = client.configMaps()
                .list(new ListOptionsBuilder()
                        .withLimit(2L)
                        .withContinue(first.getMetadata().getContinue())
                        .build());

        assertThat(names(first.getItems())).containsExactly("a", "b");
        assertThat(first.getMetadata().getRemainingItemCount()).isEqualTo(1);
        assertThat(names(second.getItems())).containsExactly("c");
        assertThat(second.getMetadata().getContinue()).isNullOrEmpty();
    }

    @Test
    void genericObjectsNeedNoClass() {
        var generic = client.genericKubernetesResources("conformance.roadstead.dev/v1", "Widget");
        GenericKubernetesResource made = new GenericKubernetesResource();
        made.setApiVersion("conformance.roadstead.dev/v1");
        made.setKind("Widget");
        made.setMetadata(Widget.of("web", 1).getMetadata());
        made.setAdditionalProperty("spec", Map.of("size", 5));

        GenericKubernetesResource created = generic.resource(made).create();

        assertThat(created.<Integer>get("spec", "size")).isEqualTo(5);
        assertThat(generic.list().getItems()).hasSize(1);
        assertThat(generic.withName("web").delete()).hasSize(1);
    }

    @Test
    void manifestsAreLoadedAndCreated() {
        String manifests = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {a: "1"}
                ---
                apiVersion: conformance.roadstead.dev/v1
                kind: Widget
                metadata: {name: web}
                spec: {size: 3}
                """;

        List<HasMetadata> created = client.load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
                .create();

        assertThat(created).extracting(it -> it.getMetadata().getName()).containsExactly("settings", "web");
    }

    @Test
    void coreKindsHaveTheirTypes() {
        client.configMaps().resource(configMap("settings", "a", "1")).create();
        client.secrets()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("login")
                        .endMetadata()
                        .addToStringData("password", "hunter2")
                        .build())
                .create();
        client.serviceAccounts()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("robot")
                        .endMetadata()
                        .build())
                .create();

        assertThat(client.configMaps().withName("settings").get().getData()).containsEntry("a", "1");
        assertThat(client.secrets().withName("login").get().getData()).containsEntry("password", "aHVudGVyMg==");
        assertThat(client.serviceAccounts().list().getItems()).isNotEmpty();
        assertThat(client.namespaces()
                        .withName(client.getNamespace())
                        .get()
                        .getStatus()
                        .getPhase())
                .isEqualTo("Active");
        assertThat(client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("widgets.conformance.roadstead.dev")
                        .get()
                        .getSpec()
                        .getNames()
                        .getKind())
                .isEqualTo("Widget");
        assertThat(client.getKubernetesVersion().getMajor()).isEqualTo("1");
    }

    @Test
    void selectorsSelect() {
        for (String name : List.of("a", "b", "c")) {
            ConfigMap made = configMap(name, "k", "v");
            made.getMetadata().setLabels(Map.of("name", name, "tier", name.equals("c") ? "back" : "front"));
            client.configMaps().resource(made).create();
        }

        assertThat(names(client.configMaps().withLabel("tier", "front").list().getItems()))
                .containsExactly("a", "b");
        assertThat(names(client.configMaps().withLabelNotIn("name", "a").list().getItems()))
                .containsExactly("b", "c");
        assertThat(names(client.configMaps()
                        .withLabelSelector("name in (a, c),tier!=back")
                        .list()
                        .getItems()))
                .containsExactly("a");
        assertThat(names(client.configMaps()
                        .withField("metadata.name", "b")
                        .list()
                        .getItems()))
                .containsExactly("b");
    }

    @Test
    void staleUpdatesConflict() {
        Widget stale = widgets.resource(Widget.of("web", 3)).create();
        widgets.withName("web").edit(widget -> {
            widget.getSpec().size = 4;
            return widget;
        });

        stale.getSpec().size = 5;
        KubernetesClientException e = catchThrowableOfType(
                KubernetesClientException.class, () -> widgets.resource(stale).update());

        assertThat(e.getCode()).isEqualTo(409);
        assertThat(e.getStatus().getReason()).isEqualTo("Conflict");
        assertThat(widgets.withName("web").get().getSpec().size).isEqualTo(4);
    }

    @Test
    void refusalsNameTheField() {
        KubernetesClientException e = catchThrowableOfType(
                KubernetesClientException.class,
                () -> widgets.resource(Widget.of("web", 500)).create());

        assertThat(e.getCode()).isEqualTo(422);
        assertThat(e.getStatus().getDetails().getCauses())
                .singleElement()
                .satisfies(cause -> assertThat(cause.getField()).isEqualTo("spec.size"));
    }

    @Test
    void dryRunsChangeNothing() {
        assertThat(widgets.resource(Widget.of("web", 3)).dryRun().create().getSpec().color)
                .isEqualTo("blue");
        assertThat(widgets.withName("web").get()).isNull();

        widgets.resource(Widget.of("web", 3)).create();
        widgets.withName("web").dryRun().delete();
        assertThat(widgets.withName("web").get()).isNotNull();
    }

    @Test
    void whatExistsIsUpdatedInstead() {
        assertThat(widgets.resource(Widget.of("web", 3))
                        .createOr(NonDeletingOperation::update)
                        .getSpec()
                        .size)
                .isEqualTo(3);
        assertThat(widgets.resource(Widget.of("web", 4))
                        .createOr(NonDeletingOperation::update)
                        .getSpec()
                        .size)
                .isEqualTo(4);
    }

    private static ConfigMap configMap(String name, String key, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addToData(key, value)
                .build();
    }

    private static List<String> names(List<? extends HasMetadata> objects) {
        return objects.stream().map(it -> it.getMetadata().getName()).toList();
    }
}
