package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class PolicyTest {
    private static List<String> refusals(PolicyLevel level, Consumer<ObjectNode> change) {
        return Policy.refusals(Templates.changed(Templates.image("shop:1"), change), level);
    }

    private static ContainerTemplate hardened(String user) {
        return Templates.changed(Templates.image("shop:1"), t -> {
            t.put("user", user);
            t.withObject("/security/capabilities").putArray("drop").add("ALL");
        });
    }

    @Test
    void aPlainTemplateIsFineAtBaselineAndNotAtRestricted() {
        assertThat(refusals(PolicyLevel.BASELINE, t -> {})).isEmpty();
        assertThat(refusals(PolicyLevel.RESTRICTED, t -> {}))
                .hasSize(2)
                .anyMatch(text -> text.startsWith("user:"))
                .anyMatch(text -> text.startsWith("security.capabilities.drop:"));
    }

    @Test
    void restrictedWantsANumberedUserThatIsNotRoot() {
        for (String fine : List.of("1000", "1000:0", "65534:65534", "010")) {
            assertThat(Policy.refusals(hardened(fine), PolicyLevel.RESTRICTED))
                    .as(fine)
                    .isEmpty();
        }
        for (String refused : List.of("0", "0:1000", "00", "root", "nobody", "root:1000")) {
            assertThat(Policy.refusals(hardened(refused), PolicyLevel.RESTRICTED))
                    .as(refused)
                    .hasSize(1);
        }
    }

    @Test
    void whatIsOfTheHostNeedsPrivileged() {
        List<Consumer<ObjectNode>> changes = List.of(
                t -> t.withObject("/security").put("privileged", true),
                t -> t.put("hostNetwork", true),
                t -> t.withObject("/security").put("seccompProfile", "Unconfined"),
                t -> t.withObject("/security").put("appArmorProfile", "Unconfined"),
                t -> t.withObject("/security/capabilities").putArray("add").add("SYS_ADMIN"),
                t -> t.putArray("volumes")
                        .addObject()
                        .put("mountPath", "/data")
                        .putObject("hostPath")
                        .put("path", "/var/run/docker.sock"));
        for (Consumer<ObjectNode> change : changes) {
            assertThat(refusals(PolicyLevel.PRIVILEGED, change)).isEmpty();
            assertThat(refusals(PolicyLevel.BASELINE, change))
                    .singleElement()
                    .asString()
                    .contains("needs policy level privileged; the namespace has baseline");
        }
    }

    @Test
    void bindingLowPortsIsNoPrivilege() {
        assertThat(refusals(
                        PolicyLevel.BASELINE,
                        t -> t.withObject("/security/capabilities")
                                .putArray("add")
                                .add("NET_BIND_SERVICE")))
                .isEmpty();
    }

    @Test
    void noLevelGrantsOurLabelsNorPortsThatAreOpenWithoutSayingSo() {
        for (PolicyLevel level : PolicyLevel.values()) {
            assertThat(refusals(level, t -> t.putObject("labels").put("traefik.enable", "true")))
                    .anyMatch(text -> text.contains("\"traefik.enable\" cannot be set by hand"));
            assertThat(refusals(level, t -> t.putObject("labels").put(Labels.MANAGED_BY, "me")))
                    .anyMatch(text -> text.contains(Labels.MANAGED_BY));
            assertThat(refusals(level, PolicyTest::openPort)).anyMatch(text -> text.contains("set public: true"));
        }
    }

    private static void openPort(ObjectNode template) {
        template.putArray("ports")
                .addObject()
                .put("containerPort", 80)
                .put("hostPort", 80)
                .put("hostIP", "0.0.0.0");
    }

    @Test
    void aPublicPortMayBeOpen() {
        assertThat(refusals(PolicyLevel.BASELINE, t -> {
                    openPort(t);
                    ((ObjectNode) t.path("ports").path(0)).put("public", true);
                }))
                .isEmpty();
    }

    @Test
    void aFileMustStayInItsMount() {
        assertThat(refusals(
                        PolicyLevel.PRIVILEGED,
                        t -> t.putArray("volumes")
                                .addObject()
                                .put("mountPath", "/etc/app")
                                .putObject("secret")
                                .put("name", "s")
                                .putArray("items")
                                .addObject()
                                .put("key", "k")
                                .put("path", "a/../../x")))
                .singleElement()
                .asString()
                .contains("leaves its mountPath");
    }

    @Test
    void theLevelIsTheNamespacesLabelAndRestrictedWhenNobodyKnowsTheWord() {
        assertThat(PolicyLevel.of(null)).isEqualTo(PolicyLevel.BASELINE);
        assertThat(level(Map.of())).isEqualTo(PolicyLevel.BASELINE);
        assertThat(level(Map.of(Labels.POLICY, "privileged"))).isEqualTo(PolicyLevel.PRIVILEGED);
        assertThat(level(Map.of(Labels.POLICY, "restricted"))).isEqualTo(PolicyLevel.RESTRICTED);
        assertThat(level(Map.of(Labels.POLICY, "Privileged "))).isEqualTo(PolicyLevel.RESTRICTED);
    }

    private static PolicyLevel level(Map<String, String> labels) {
        return PolicyLevel.of(new Namespace(ObjectMeta.toCreate(null, "shop", labels, List.of(), List.of())));
    }

    @Test
    void whatMayNotReplaceAReleaseTakesNothingAway() {
        Apps spec = Apps.of(2, "app:1").recreate();
        Fleet fleet = new Fleet(spec, Nodes.ready("a"));
        fleet.converge();
        fleet.change(spec.template(Templates.changed(Templates.image("app:2"), t -> t.put("hostNetwork", true))));
        fleet.pass();
        fleet.resolveImages();
        fleet.pass();
        assertThat(fleet.pass().actions()).isEmpty();
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1");
        assertThat(fleet.condition("Degraded").message())
                .startsWith("policy level baseline of the namespace does not allow it: ")
                .contains("hostNetwork");

        fleet.policy(PolicyLevel.PRIVILEGED);
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-2-0", "web-2-1");
    }
}
