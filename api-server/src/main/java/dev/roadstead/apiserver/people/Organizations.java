package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authn.ServiceAccountName;
import dev.roadstead.apiserver.authz.Tenancy;
import dev.roadstead.apiserver.authz.Tenant;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.WatchCache;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Organizations, as the watch cache has them: who is in them, and what is theirs. Thread-safe; answers at once. */
public final class Organizations implements Tenancy, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Organizations.class);
    private static final Duration ENFORCED_WITHIN = Duration.ofSeconds(3);
    private static final String NAMESPACES = "namespaces";
    /** On the namespaces of an Organization and of its Projects: its name. */
    private static final String LABEL = "roadstead.dev/organization";

    private final WatchCache cache;
    private final FieldIndex byMember;
    private final FieldIndex byJoined;
    private final Views<Tenant> tenants = new Views<>(Organizations::tenant);

    private Organizations(WatchCache cache, FieldIndex byMember, FieldIndex byJoined) {
        this.cache = cache;
        this.byMember = byMember;
        this.byJoined = byJoined;
    }

    /** Follows the Organizations until {@link #close}. */
    public static Organizations start(WatchCache cache) {
        return new Organizations(
                cache,
                FieldIndex.startMany(cache, PeopleKinds.ORGANIZATIONS, Organizations::members),
                FieldIndex.startMany(cache, PeopleKinds.ORGANIZATIONS, Organizations::joined));
    }

    private static List<String> members(ObjectNode organization) {
        return organization
                .at("/spec/members")
                .valueStream()
                .map(member -> member.path("user").asText())
                .toList();
    }

    /** Those members who took an Invitation themselves; whoever was taken out since is in the status for a moment still. */
    private static List<String> joined(ObjectNode organization) {
        List<String> members = members(organization);
        return organization
                .at("/status/joined")
                .valueStream()
                .map(JsonNode::asText)
                .filter(members::contains)
                .toList();
    }

    @Override
    public @Nullable Tenant of(String namespace) {
        String name = namespace.isEmpty() ? "" : ownerOf(namespace);
        CachedObject organization =
                name.isEmpty() ? null : cache.get(new ObjectKey(PeopleKinds.ORGANIZATIONS, "", name));
        return organization == null ? null : tenants.of(organization);
    }

    private String ownerOf(String namespace) {
        CachedObject found = cache.get(new ObjectKey(NAMESPACES, "", namespace));
        return found == null ? "" : found.labels().getOrDefault(LABEL, "");
    }

    private static Tenant tenant(ObjectNode organization) {
        return new Tenant(
                organization.at("/metadata/name").asText(),
                organization.at("/spec/suspended").asBoolean(),
                organization.at("/spec/requireMfa").asBoolean());
    }

    /**
     * To whom somebody belongs, as what requests take is shared: a ServiceAccount to the Organization of its namespace, a
     * User to those that they joined by an Invitation. Else whoever names strangers as members could have them, or all who
     * are not signed in, pay for what that Organization takes. People who joined the same several Organizations are a tenant
     * of their own, {@code a+b}.
     *
     * @return empty for who belongs to none
     */
    public String tenantOf(Principal principal) {
        ServiceAccountName account = ServiceAccountName.ofUser(principal.user());
        if (account != null) {
            return ownerOf(account.namespace());
        }
        Set<ObjectKey> joined = byJoined.find(principal.user());
        if (joined.isEmpty() || !isUser(principal)) {
            return "";
        }
        return joined.size() == 1
                ? joined.iterator().next().name()
                : joined.stream().map(ObjectKey::name).sorted().collect(Collectors.joining("+"));
    }

    /** Not one of that name who came by a certificate, a static token or impersonation. */
    private boolean isUser(Principal principal) {
        CachedObject user = cache.get(new ObjectKey(PeopleKinds.USERS, "", principal.user()));
        return user != null && user.uid().equals(principal.uid());
    }

    /**
     * Returns when decisions are made by a write to an Organization or a namespace, or after 3 s.
     *
     * @param resource of what was written; writes of others are not waited for
     */
    void awaitEnforced(String resource, long revision) {
        if (!resource.equals(PeopleKinds.ORGANIZATIONS) && !resource.equals(NAMESPACES)) {
            return;
        }
        try {
            if (!cache.awaitRevision(revision, ENFORCED_WITHIN)) {
                LOG.warn("{} of revision {} are still not enforced", resource, revision);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Names of the Organizations that have a member of that name, who need not be a User yet; in order. */
    List<String> membershipsOf(String user) {
        return byMember.find(user).stream().map(ObjectKey::name).sorted().toList();
    }

    /** Names of the Organizations that somebody is in, as people have them too. */
    List<String> wordsOf(String user) {
        return membershipsOf(user).stream()
                .map(name -> cache.get(new ObjectKey(PeopleKinds.ORGANIZATIONS, "", name)))
                .flatMap(Stream::ofNullable)
                .map(PeopleObjects::decode)
                .flatMap(it -> Stream.of(
                        it.at("/metadata/name").asText(),
                        it.at("/spec/displayName").asText()))
                .toList();
    }

    @Override
    public void close() {
        byMember.close();
        byJoined.close();
    }
}
