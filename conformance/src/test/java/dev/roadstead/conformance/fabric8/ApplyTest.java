package dev.roadstead.conformance.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.roadstead.conformance.TestServer;
import dev.roadstead.conformance.WithServer;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ServerSideApplicable;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Server-side apply. */
@ExtendWith(WithServer.class)
final class ApplyTest {
    private KubernetesClient client;

    @BeforeEach
    void connect(TestServer server) {
        client = Clients.of(server);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void whatIsAppliedIsCreatedThenChanged() {
        Widget created = as("ada", Widget.of("web", 3)).serverSideApply();
        Widget changed = as("ada", Widget.of("web", 4)).serverSideApply();

        assertThat(changed.getMetadata().getUid())
                .isEqualTo(created.getMetadata().getUid());
        assertThat(changed.getSpec().size).isEqualTo(4);
        assertThat(changed.getMetadata().getManagedFields())
                .extracting(ManagedFieldsEntry::getManager, ManagedFieldsEntry::getOperation)
                .containsExactly(tuple("ada", "Apply"));
    }

    @Test
    void whatIsAppliedNoMoreGoes() {
        Widget tagged = Widget.of("web", 3);
        tagged.getSpec().features = List.of("a", "b");
        as("ada", tagged).serverSideApply();

        tagged.getSpec().features = List.of("b");

        assertThat(as("ada", tagged).serverSideApply().getSpec().features).containsExactly("b");
    }

    @Test
    void fieldsOfOthersAreTakenByForceOnly() {
        as("ada", Widget.of("web", 3)).serverSideApply();

        KubernetesClientException refused = catchThrowableOfType(
                KubernetesClientException.class,
                () -> as("bob", Widget.of("web", 5)).serverSideApply());
        Widget forced = as("bob", Widget.of("web", 5)).forceConflicts().serverSideApply();

        assertThat(refused.getCode()).isEqualTo(409);
        assertThat(refused.getMessage()).contains("conflict with \"ada\": .spec.size");
        assertThat(forced.getSpec().size).isEqualTo(5);
    }

    private ServerSideApplicable<Widget> as(String manager, Widget widget) {
        return client.resource(widget).fieldManager(manager);
    }
}
