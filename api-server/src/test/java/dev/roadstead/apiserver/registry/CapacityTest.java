package dev.roadstead.apiserver.registry;

import static dev.roadstead.apiserver.registry.Room.Need.ORDINARY;
import static dev.roadstead.apiserver.registry.Room.Need.OWN;
import static dev.roadstead.apiserver.registry.Room.Need.SMALL;
import static dev.roadstead.apiserver.registry.Room.Need.VITAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CapacityTest {
    private static final Caller PERSON = caller("ann");
    private static final Caller ADMIN =
            new Caller(Principal.of("roadstead-admin", Set.of("system:masters")), null, "", "", "");
    private static final Caller CONTROLLERS = caller("system:roadstead:controllers");
    private static final ObjectNode OBJECT = Samples.json("{'metadata': {'name': 'a'}}");
    private static final ObjectNode MARKED =
            Samples.json("{'metadata': {'name': 'a', 'deletionTimestamp': '2026-11-21T10:00:00Z'}}");

    private static Caller caller(String user) {
        return new Caller(Principal.of(user, Set.of()), null, "", "", "");
    }

    private static Room.Need need(
            Target target, @Nullable ObjectNode current, ObjectNode next, Caller caller, long growth) {
        return Capacity.need(target, current, next, caller, growth);
    }

    @Test
    void peopleHaveTheReserveForSmallAdditionsOnly() {
        Target target = Samples.configMap("a");
        for (Caller caller : new Caller[] {PERSON, ADMIN}) {
            assertThat(need(target, null, OBJECT, caller, 10)).isEqualTo(ORDINARY);
            assertThat(need(target, OBJECT, OBJECT, caller, 4096)).isEqualTo(SMALL);
            assertThat(need(target, OBJECT, OBJECT, caller, 4097)).isEqualTo(ORDINARY);
        }
        assertThat(need(Samples.builtIn("coordination.k8s.io", "leases", "a"), OBJECT, OBJECT, PERSON, 10))
                .isEqualTo(SMALL);
    }

    @Test
    void theServersOwnHaveTheReserveButNotForEvents() {
        assertThat(need(Samples.configMap("a"), null, OBJECT, CONTROLLERS, 10_000))
                .isEqualTo(OWN);
        assertThat(need(Samples.configMap("a"), OBJECT, OBJECT, CONTROLLERS, 10_000))
                .isEqualTo(OWN);
        assertThat(need(Samples.configMap("a"), null, OBJECT, Caller.server("sign-in"), 10))
                .isEqualTo(OWN);
        Caller forAnn = new Caller(
                Principal.of("ann", Set.of()), Caller.server("sign-in").principal(), "", "", "");
        assertThat(need(Samples.configMap("a"), null, OBJECT, forAnn, 10)).isEqualTo(OWN);
        assertThat(need(Samples.builtIn("", "events", "a"), null, OBJECT, CONTROLLERS, 10))
                .isEqualTo(ORDINARY);
        assertThat(need(Samples.builtIn("events.k8s.io", "events", "a"), null, OBJECT, CONTROLLERS, 10))
                .isEqualTo(ORDINARY);
    }

    @Test
    void deletionsLeasesAndTheStartNeverWait() {
        assertThat(need(Samples.configMap("a"), OBJECT, MARKED, PERSON, 60)).isEqualTo(VITAL);
        assertThat(need(Samples.configMap("a"), MARKED, MARKED, CONTROLLERS, 10_000))
                .isEqualTo(VITAL);
        assertThat(need(Samples.builtIn("coordination.k8s.io", "leases", "a"), OBJECT, OBJECT, CONTROLLERS, 10))
                .isEqualTo(VITAL);
        assertThat(need(Samples.builtIn("coordination.k8s.io", "leases", "a"), null, OBJECT, CONTROLLERS, 10))
                .isEqualTo(VITAL);
        for (String starter : new String[] {"bootstrap", "name-arbiter", "sign-in-start"}) {
            assertThat(need(Samples.configMap("a"), OBJECT, OBJECT, Caller.server(starter), 100_000))
                    .isEqualTo(VITAL);
        }
    }

    @Test
    void whoeverMayComeToDeleteIsSignedIn() {
        Target session = Samples.builtIn("roadstead.dev", "sessions", "a");
        Caller signIn = Caller.server("sign-in");
        Caller forAnn = new Caller(Principal.of("ann", Set.of()), signIn.principal(), "", "", "");
        assertThat(need(session, null, OBJECT, forAnn, 2_000)).isEqualTo(VITAL);
        assertThat(need(session, OBJECT, OBJECT, signIn, 300)).isEqualTo(VITAL);
        assertThat(need(session, null, OBJECT, PERSON, 2_000)).isEqualTo(ORDINARY);
        assertThat(need(Samples.configMap("a"), null, OBJECT, forAnn, 10)).isEqualTo(OWN);
    }

    @Test
    void nobodyGrowsAnObjectForEverByDeletingIt() {
        assertThat(need(Samples.configMap("a"), MARKED, MARKED, PERSON, 100)).isEqualTo(SMALL);
    }

    @Test
    void theRefusalSaysHowMuchThereIsAndWhatToDo() {
        Capacity capacity = new Capacity(() -> 3 << 20, new Room(3 << 20));
        assertThat(capacity.isAmple(0)).isFalse();
        assertThatThrownBy(() -> capacity.require(Samples.configMap("a"), null, OBJECT, PERSON, 1664, true))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.fault())
                                .isEqualTo(new ApiFault.InsufficientStorage(
                                        new ApiFault.Subject("", "configmaps", "a"),
                                        "configmaps \"a\" cannot be created: objects take 3.0 MiB of the 3.0 MiB of memory that"
                                                + " this server has for them, and this would take 2.0 KiB more; delete objects,"
                                                + " or start the server with more memory or another --object-memory")));
        assertThat(capacity.refused()).isEqualTo(1);
    }
}
