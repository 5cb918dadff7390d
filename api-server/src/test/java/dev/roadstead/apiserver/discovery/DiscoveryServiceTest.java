package dev.roadstead.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiscoveryServiceTest {
    private static final String V2 = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private static final String V2BETA1 = "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";
    private static final String SWAGGER_PROTO = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    private final AtomicReference<ResourceCatalog> catalog = new AtomicReference<>(TestKinds.catalog());
    private final DiscoveryService service = new DiscoveryService(ServerVersion.of("0.1.0"), catalog::get);

    @Test
    void reportsAVersionThatClientsCanGateOn() throws IOException {
        JsonNode version = json("/version");

        assertThat(version.path("major").textValue()).isEqualTo("1");
        assertThat(version.path("minor").textValue()).isEqualTo("33");
        assertThat(version.path("gitVersion").textValue()).isEqualTo("v1.33.0+roadstead-0.1.0");
    }

    @Test
    void sendsAggregatedDiscoveryInExactlyTheVersionAskedForFirst() throws IOException {
        Document v2 = find("/apis", V2 + "," + V2BETA1 + ",application/json");
        Document beta = find("/apis", V2BETA1 + ",application/json");
        Document plain = find("/apis", "application/json");

        assertThat(v2.contentType()).isEqualTo(V2);
        assertThat(tree(v2).path("apiVersion").asText()).isEqualTo("apidiscovery.k8s.io/v2");
        assertThat(beta.contentType()).isEqualTo(V2BETA1);
        assertThat(tree(beta).path("apiVersion").asText()).isEqualTo("apidiscovery.k8s.io/v2beta1");
        assertThat(plain.contentType()).isEqualTo("application/json");
        assertThat(tree(plain).path("kind").asText()).isEqualTo("APIGroupList");
        assertThat(List.of(v2.etag(), beta.etag(), plain.etag())).doesNotHaveDuplicates();
        assertThat(find("/apis", V2 + ";profile=nopeer").contentType()).isEqualTo(V2);
        assertThat(find("/apis", V2.replace("v=v2", "v=v3") + ",*/*").contentType())
                .isEqualTo("application/json");
    }

    @Test
    void listsResourcesWithTheirSubresourcesInAggregatedDiscovery() throws IOException {
        JsonNode groups = tree(find("/apis", V2)).path("items");
        JsonNode crontab = groups.get(8).at("/versions/0/resources/0");

        assertThat(groups.findValuesAsText("name"))
                .containsExactly(
                        "admissionregistration.k8s.io",
                        "apiextensions.k8s.io",
                        "authentication.k8s.io",
                        "authorization.k8s.io",
                        "coordination.k8s.io",
                        "events.k8s.io",
                        "rbac.authorization.k8s.io",
                        "roadstead.dev",
                        "stable.example.com");
        assertThat(crontab.path("resource").asText()).isEqualTo("crontabs");
        assertThat(crontab.path("scope").asText()).isEqualTo("Namespaced");
        assertThat(crontab.path("responseKind"))
                .hasToString("{\"group\":\"stable.example.com\",\"version\":\"v1\",\"kind\":\"CronTab\"}");
        assertThat(crontab.path("shortNames")).hasToString("[\"ct\"]");
        assertThat(crontab.path("categories")).hasToString("[\"all\"]");
        assertThat(crontab.path("verbs")).extracting(JsonNode::asText).contains("get", "list", "watch", "patch");
        assertThat(crontab.path("subresources").findValuesAsText("subresource")).containsExactly("scale", "status");
        assertThat(crontab.at("/subresources/0/responseKind"))
                .hasToString("{\"group\":\"autoscaling\",\"version\":\"v1\",\"kind\":\"Scale\"}");

        JsonNode core = tree(find("/api", V2)).path("items");
        assertThat(core).hasSize(1);
        assertThat(core.get(0).path("metadata")).isEmpty();
    }

    @Test
    void ordersVersionsByStability() throws IOException {
        JsonNode group = json("/apis/stable.example.com");

        assertThat(group.path("versions").findValuesAsText("version")).containsExactly("v1", "v1beta1", "v1alpha1");
        assertThat(group.at("/preferredVersion/groupVersion").asText()).isEqualTo("stable.example.com/v1");
    }

    @Test
    void listsResourcesOfOneVersion() throws IOException {
        JsonNode list = json("/apis/stable.example.com/v1");

        assertThat(list.path("kind").asText()).isEqualTo("APIResourceList");
        assertThat(list.path("groupVersion").asText()).isEqualTo("stable.example.com/v1");
        assertThat(list.path("resources"))
                .extracting(resource -> resource.path("name").asText())
                .containsExactly("crontabs", "crontabs/scale", "crontabs/status");
        assertThat(list.at("/resources/1/group").asText()).isEqualTo("autoscaling");
        assertThat(list.at("/resources/0/storageVersionHash").asText()).hasSize(12);

        assertThat(json("/api").path("versions")).hasToString("[\"v1\"]");
        assertThat(json("/api/v1").path("resources").findValuesAsText("name"))
                .contains("namespaces", "namespaces/status");
    }

    @Test
    void answersHashedAddressesAsImmutable() throws IOException {
        String url = json("/openapi/v3")
                .at("/paths/apis~1roadstead.dev~1v1/serverRelativeURL")
                .asText();
        String[] parts = url.split("\\?", 2);

        assertThat(parts[0]).isEqualTo("/openapi/v3/apis/roadstead.dev/v1");
        assertThat(Objects.requireNonNull(service.find(parts[0], parts[1], null))
                        .immutable())
                .isTrue();
        assertThat(Objects.requireNonNull(service.find(parts[0], "hash=OLD", null))
                        .immutable())
                .isFalse();
        assertThat(find(parts[0], null).immutable()).isFalse();
    }

    @Test
    void sendsSwaggerInBothForms() throws IOException {
        assertThat(find("/openapi/v2", SWAGGER_PROTO).contentType()).endsWith("+protobuf");
        assertThat(find("/openapi/v2", "application/json, " + SWAGGER_PROTO).contentType())
                .isEqualTo("application/json");
        assertThat(json("/openapi/v2").path("swagger").asText()).isEqualTo("2.0");
    }

    @Test
    void encodesEachDocumentOncePerCatalog() throws IOException {
        byte[] first = find("/openapi/v2", null).body();
        assertThat(find("/openapi/v2", null).body()).isSameAs(first);

        catalog.set(new ResourceCatalog(List.of(TestKinds.definition("roadstead.dev", "v1", "nodes"))));
        assertThat(find("/openapi/v2", null).body()).isNotSameAs(first);
        assertThat(service.find("/api/v1", "", null)).isNull();
        assertThat(json("/api").path("versions")).isEmpty();
        assertThat(json("/apis").path("groups")).hasSize(1);
    }

    @Test
    void knowsNoOtherPaths() {
        for (String path :
                List.of("/", "/apis/nope", "/apis/roadstead.dev/v9", "/api/v1/secrets", "/openapi", "/apis/")) {
            Document document = service.find(path, "", null);
            assertThat(document == null).as(path).isEqualTo(!path.equals("/apis/"));
        }
    }

    @Test
    void refusesFormsThatADocumentDoesNotHave() {
        assertThatThrownBy(() -> find("/apis/roadstead.dev", V2))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.fault()).isInstanceOf(ApiFault.NotAcceptable.class))
                .hasMessageContaining("/apis/roadstead.dev")
                .hasMessageContaining("expected one of [application/json]");
    }

    private JsonNode json(String path) throws IOException {
        return tree(find(path, null));
    }

    private Document find(String path, @Nullable String accept) {
        return Objects.requireNonNull(service.find(path, "", accept), path);
    }

    private static JsonNode tree(Document document) throws IOException {
        return new ObjectMapper().readTree(document.body());
    }
}
