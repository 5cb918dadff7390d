package dev.roadstead.cli.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.plan.Planned.Change;
import dev.roadstead.cli.quickstart.Applier;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.plan.ApplicationSnapshot;
import dev.roadstead.controller.plan.Candidate;
import dev.roadstead.controller.plan.ConfigDigests;
import dev.roadstead.controller.plan.Forecast;
import dev.roadstead.controller.plan.Inherited;
import dev.roadstead.controller.plan.Names;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.Quota;
import dev.roadstead.controller.plan.QuotaUsage;
import dev.roadstead.controller.plan.analysis.Traffic;
import dev.roadstead.controller.plan.route.LabeledDomains;
import dev.roadstead.controller.plan.tenant.PlanLimits;
import dev.roadstead.model.Application;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Node;
import dev.roadstead.model.Project;
import dev.roadstead.model.Release;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server what a manifest would become, as {@code kubectl apply} would write it, server-side unless the object was
 * last written the other way, and the planner what would follow. Nothing is written. Blocks; not thread-safe.
 */
public final class DryRun {
    private static final String QUERY = "?dryRun=All&fieldManager=kubectl&force=true";

    private final JsonMapper mapper = Json.mapper();
    private final HttpApiClient api;
    private final Applier applier;
    private final Instant now;
    private final List<Resource> planned = new ArrayList<>();

    public DryRun(HttpApiClient api, Instant now) {
        this.api = api;
        this.applier = new Applier(api);
        this.now = now;
    }

    /**
     * What applying one manifest would do.
     *
     * @throws dev.roadstead.controller.client.ApiCallException if the server refuses it
     */
    public Planned plan(ObjectNode manifest) {
        Optional<JsonNode> before = applier.find(manifest);
        String path = applier.collection(manifest) + "/" + Applier.name(manifest);
        JsonNode after = before.flatMap(live -> ClientSideApply.patch(live, manifest))
                .map(patch -> api.patchRaw(path + "?dryRun=All&fieldManager=" + ClientSideApply.MANAGER, patch))
                .orElseGet(() -> api.applyRaw(path + QUERY, manifest));
        Change change = before.map(old -> content(old).equals(content(after)) ? Change.unchanged : Change.configured)
                .orElse(Change.created);
        String kind = after.path("kind").asText();
        boolean application = isOf(after, ResourceType.APPLICATION);
        if (isOf(after, ResourceType.DOMAIN)) {
            return labels(read(after, Domain.class), before.map(old -> read(old, Domain.class)), change);
        }
        if (isOf(after, ResourceType.VOLUME)) {
            planned.add(read(after, Volume.class));
        }
        return new Planned(
                kind,
                after.at("/metadata/namespace").textValue(),
                after.at("/metadata/name").asText(),
                change,
                null,
                application ? forecast(read(after, Application.class)) : null);
    }

    /**
     * What a merge patch of an Application would do.
     *
     * @throws dev.roadstead.controller.client.ApiCallException if the server refuses it
     */
    public Planned plan(Application before, ObjectNode patch) {
        String path = "/apis/%s/namespaces/%s/%s/%s"
                .formatted(
                        ResourceType.APPLICATION.apiVersion(),
                        before.metadata().namespace(),
                        ResourceType.APPLICATION.plural(),
                        before.metadata().name());
        Application after = read(api.patchRaw(path + "?dryRun=All", patch), Application.class);
        return new Planned(
                ResourceType.APPLICATION.kind(),
                before.metadata().namespace(),
                before.metadata().name(),
                after.spec().equals(before.spec()) ? Change.unchanged : Change.configured,
                null,
                forecast(after));
    }

    /** A Domain that asks for labels, or did, has the containers of its Application replaced. */
    private Planned labels(Domain after, Optional<Domain> before, Change change) {
        planned.add(after);
        boolean labels = Stream.concat(Stream.of(after), before.stream())
                .anyMatch(domain -> domain.spec().labels());
        Optional<Application> application = labels
                ? api.find(
                        ResourceType.APPLICATION,
                        String.valueOf(after.metadata().namespace()),
                        after.spec().application())
                : Optional.empty();
        return new Planned(
                ResourceType.DOMAIN.kind(),
                after.metadata().namespace(),
                after.metadata().name(),
                change,
                application.map(app -> app.metadata().name()).orElse(null),
                application.map(this::forecast).orElse(null));
    }

    private Forecast forecast(Application wanted) {
        String namespace = String.valueOf(wanted.metadata().namespace());
        String name = wanted.metadata().name();
        List<Container> all = api.list(ResourceType.CONTAINER).items();
        List<Candidate> candidates = api.list(ResourceType.NODE).items().stream()
                .map(node -> new Candidate(node, on(node, all)))
                .toList();
        List<Release> releases = api.list(ResourceType.RELEASE).items().stream()
                .filter(release -> namespace.equals(release.metadata().namespace()))
                .filter(release -> release.spec().application().equals(name))
                .toList();
        List<Container> own = all.stream()
                .filter(container -> namespace.equals(container.metadata().namespace()))
                .filter(container -> container.spec().application().equals(name))
                .toList();
        Namespace place = api.find(ResourceType.NAMESPACE, "", namespace).orElse(null);
        Project project = Inherited.project(place)
                .map(Key::parse)
                .flatMap(key -> api.find(ResourceType.PROJECT, key.namespace(), key.name()))
                .orElse(null);
        Application whole = Inherited.variables(wanted, place, project);
        return Forecast.of(
                new ApplicationSnapshot(
                        whole,
                        releases,
                        own,
                        candidates,
                        volumes(namespace),
                        quotas(namespace, place, all),
                        PolicyLevel.of(place),
                        Inherited.suspended(place),
                        LabeledDomains.of(domains(namespace, name), Names.network(namespace)),
                        ConfigDigests.UNKNOWN,
                        Traffic.NOT_ASKED,
                        now),
                whole);
    }

    private Map<String, Volume> volumes(String namespace) {
        return withPlanned(ResourceType.VOLUME, namespace);
    }

    /** Those that lead to an Application; a planned one as it is when it has been accepted. */
    private List<Domain> domains(String namespace, String application) {
        Map<String, Domain> domains = withPlanned(ResourceType.DOMAIN, namespace);
        domains.replaceAll((_, domain) -> planned.contains(domain) ? accepted(domain) : domain);
        return domains.values().stream()
                .filter(domain -> domain.spec().application().equals(application))
                .toList();
    }

    private Domain accepted(Domain domain) {
        Long generation = domain.metadata().generation();
        Condition verdict = new Condition("Accepted", Condition.Status.True, generation, now, "Accepted", "");
        return new Domain(
                domain.metadata(), domain.spec(), new Domain.Status(generation, List.of(), null, List.of(verdict)));
    }

    /** Those that there are, and those that were planned before, by name. */
    private <T extends Resource> Map<String, T> withPlanned(ResourceType<T> type, String namespace) {
        Map<String, T> objects = new HashMap<>();
        Stream.concat(
                        api.list(type).items().stream(),
                        planned.stream().filter(type.javaType()::isInstance).map(type.javaType()::cast))
                .filter(object -> namespace.equals(object.metadata().namespace()))
                .forEach(object -> objects.put(object.metadata().name(), object));
        return objects;
    }

    private List<Quota> quotas(String namespace, @Nullable Namespace place, List<Container> all) {
        QuotaUsage usage = usage(Set.of(namespace), all);
        Stream<Quota> own = api.list(ResourceType.RESOURCE_QUOTA).items().stream()
                .filter(quota -> namespace.equals(quota.metadata().namespace()))
                .map(quota -> Quota.of(quota, usage));
        return Stream.concat(own, total(place, all).stream()).toList();
    }

    private static QuotaUsage usage(Set<String> namespaces, List<Container> all) {
        QuotaUsage sum = QuotaUsage.NONE;
        for (Container container : all) {
            if (namespaces.contains(String.valueOf(container.metadata().namespace()))) {
                sum = sum.plus(container.spec().template());
            }
        }
        return sum;
    }

    /** That of the Organization that the namespace is one of. */
    private Optional<Quota> total(@Nullable Namespace place, List<Container> all) {
        String name = place == null ? null : place.metadata().labels().get(Labels.ORGANIZATION);
        if (name == null) {
            return Optional.empty();
        }
        Set<String> namespaces = api.list(ResourceType.NAMESPACE).items().stream()
                .filter(each -> name.equals(each.metadata().labels().get(Labels.ORGANIZATION)))
                .map(each -> each.metadata().name())
                .collect(Collectors.toSet());
        return api.find(ResourceType.ORGANIZATION, "", name)
                .flatMap(organization -> PlanLimits.total(
                        organization, plan -> api.find(ResourceType.PLAN, "", plan), usage(namespaces, all)));
    }

    private static List<Container> on(Node node, List<Container> all) {
        return all.stream()
                .filter(container ->
                        container.spec().nodeName().equals(node.metadata().name()))
                .toList();
    }

    private static boolean isOf(JsonNode object, ResourceType<?> type) {
        return object.path("kind").asText().equals(type.kind())
                && object.path("apiVersion").asText().equals(type.apiVersion());
    }

    private <T> T read(JsonNode object, Class<T> type) {
        try {
            return mapper.treeToValue(object, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the server sent a " + type.getSimpleName() + " that cannot be read", e);
        }
    }

    /** Without what every write changes. */
    private static JsonNode content(JsonNode object) {
        ObjectNode content = object.deepCopy();
        content.remove("status");
        ObjectNode metadata = content.withObject("/metadata");
        metadata.remove(List.of("managedFields", "resourceVersion", "generation"));
        ObjectNode annotations = metadata.withObject("/annotations");
        annotations.remove(List.of(Labels.CHANGED_BY, ClientSideApply.ANNOTATION));
        return content;
    }
}
