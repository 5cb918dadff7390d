package dev.roadstead.controller.plan.tenant;

import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Organization;
import dev.roadstead.model.OwnerReference;
import dev.roadstead.model.Project;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Team;
import dev.roadstead.model.User;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whom something is made for, as the label {@link Labels#MADE_FOR} says it: {@code organization.acme}, {@code
 * project.acme.shop}, {@code team.acme.builders} or {@code user.alice}.
 *
 * @param kind in lower case
 * @param key of the object
 */
public record Owner(String kind, String key) {
    public static final String ORGANIZATION = "organization";
    public static final String PROJECT = "project";
    public static final String TEAM = "team";
    public static final String USER = "user";

    public static Owner of(Organization organization) {
        return new Owner(ORGANIZATION, organization.key());
    }

    public static Owner of(Project project) {
        return new Owner(PROJECT, project.key());
    }

    public static Owner of(Team team) {
        return new Owner(TEAM, team.key());
    }

    public static Owner of(User user) {
        return new Owner(USER, user.key());
    }

    /** Whom an object is made for; null for none of these. */
    public static @Nullable Owner of(ObjectMeta made) {
        String label = made.labels().get(Labels.MADE_FOR);
        int dot = label == null ? -1 : label.indexOf('.');
        if (label == null || dot < 0) {
            return null;
        }
        String key = label.substring(dot + 1);
        return switch (label.substring(0, dot)) {
            case ORGANIZATION -> new Owner(ORGANIZATION, key);
            case USER -> new Owner(USER, key);
            // Names of namespaces have no dots, those of Teams may have.
            case PROJECT -> new Owner(PROJECT, key.replaceFirst("\\.", "/"));
            case TEAM -> new Owner(TEAM, key.replaceFirst("\\.", "/"));
            default -> null;
        };
    }

    public String label() {
        return kind + "." + key.replace('/', '.');
    }

    /** Metadata of something that is about to be made for it; {@code namespace} null for what lies in none. */
    ObjectMeta metadata(@Nullable String namespace, String name) {
        return ObjectMeta.toCreate(namespace, name, Map.of(Labels.MADE_FOR, label()), List.of(), List.of());
    }

    /** The same for what goes with it by itself: only objects without a namespace can own others without one. */
    static ObjectMeta ownedBy(ResourceType<?> type, Resource owner, ObjectMeta made) {
        OwnerReference reference = new OwnerReference(
                type.apiVersion(),
                type.kind(),
                owner.metadata().name(),
                owner.metadata().requireUid(),
                true,
                false);
        return ObjectMeta.toCreate(made.namespace(), made.name(), made.labels(), List.of(), List.of(reference))
                .withAnnotations(made.annotations());
    }
}
