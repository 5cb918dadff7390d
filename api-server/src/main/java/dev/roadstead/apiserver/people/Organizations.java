package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authn.ServiceAccountName;
import dev.roadstead.apiserver.authz.Tenancy;
import dev.roadstead.apiserver.authz.Tenant;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.WatchCache;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Organizations, as the watch cache has them: who is in them, and what is theirs. Thread-safe; answers at once. */
public final class Organizations implements Tenancy, AutoCloseable {
    private static final String NAMESPACES = "namespaces";
    /** On the namespaces of an Organization and of its Projects: its name. */
    private static final String LABEL = "roadstead.dev/organization";

    private final WatchCache cache;
    private final FieldIndex byMember;
    private final Views<String> owners = new Views<>(
            namespace -> namespace.path("metadata").path("labels").path(LABEL).asText());
    private final Views<Tenant> tenants = new Views<>(Organizations::tenant);

    private Organizations(WatchCache cache, FieldIndex byMember) {
        this.cache = cache;
        this.byMember = byMember;
    }

    /** Follows the Organizations until {@link #close}. */
    public static Organizations start(WatchCache cache) {
        return new Organizations(
                cache,
                FieldIndex.startMany(
                        cache,
                        PeopleKinds.ORGANIZATIONS,
                        organization -> organization
                                .at("/spec/members")
                                .valueStream()
                                .map(member -> member.path("user").asText())
                                .toList()));
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
        return found == null ? "" : owners.of(found);
    }

    private static Tenant tenant(ObjectNode organization) {
        return new Tenant(
                organization.at("/metadata/name").asText(),
                organization.at("/spec/suspended").asBoolean(),
                organization.at("/spec/requireMfa").asBoolean());
    }

    /**
     * To whom somebody belongs, as what requests take is shared: a ServiceAccount to the Organization of its namespace, a
     * person to those that name them. People of the same several Organizations are a tenant of their own, {@code a+b}:
     * else whoever names a stranger as a member could have them pay for what that Organization takes.
     *
     * @return empty for who belongs to none
     */
    public String tenantOf(Principal principal) {
        ServiceAccountName account = ServiceAccountName.ofUser(principal.user());
        return account != null ? ownerOf(account.namespace()) : String.join("+", membershipsOf(principal.user()));
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
    }
}
