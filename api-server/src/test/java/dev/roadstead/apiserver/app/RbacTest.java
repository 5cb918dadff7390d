package dev.roadstead.apiserver.app;

import static dev.roadstead.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Roles, bindings, reviews and tokens, by the real kubectl. */
@ExtendWith(RunningServer.class)
class RbacTest {
    @TempDir
    private Path home;

    private Kubectl kubectl;
    private String namespace;

    @BeforeEach
    void begin(TestApi api) {
        kubectl = new Kubectl(api.kubeconfig(), api.namespace(), home);
        namespace = api.namespace();
    }

    @Test
    void bindingGrantsAtOnceWhatItsRoleAllowsAndTakesItBack() throws Exception {
        kubectl.ok("create", "role", "reader", "--verb=get,list", "--resource=secrets");
        assertThat(kubectl.fails("get", "secrets", "--as=bob"))
                .contains("(NotFound)", "namespaces \"" + namespace + "\" not found");

        kubectl.ok("create", "rolebinding", "bobs", "--role=reader", "--user=bob", "--serviceaccount=other:robot");

        kubectl.ok("get", "secrets", "--as=bob");
        kubectl.ok("get", "secrets", "--as=system:serviceaccount:other:robot");
        assertThat(kubectl.fails("delete", "secret", "x", "--as=bob"))
                .contains(
                        "secrets \"x\" is forbidden: User \"bob\" cannot delete resource \"secrets\" in API group \"\" in the"
                                + " namespace \"" + namespace + "\"");
        assertThat(kubectl.fails("get", "secrets", "--as=bob", "-n", "default"))
                .contains("namespaces \"default\" not found");
        assertThat(kubectl.ok("get", "rolebinding", "-o", "wide"))
                .containsPattern("bobs +Role/reader +\\d+s +bob +other/robot");
        kubectl.ok("delete", "rolebinding", "bobs");
        assertThat(can("bob", "list", "secrets")).isEqualTo("no");
    }

    @Test
    void oneObjectIsListedAndWatchedByItsName() throws Exception {
        kubectl.ok("create", "secret", "generic", "mine");
        kubectl.ok(
                "create", "role", "one", "--verb=get,list,watch,create", "--resource=secrets", "--resource-name=mine");
        kubectl.ok("create", "rolebinding", "one", "--role=one", "--user=ann");

        kubectl.ok("get", "secrets", "--field-selector=metadata.name=mine", "--as=ann");
        kubectl.ok("wait", "secret/mine", "--for=create", "--as=ann", "--timeout=5s");
        assertThat(kubectl.fails("get", "secrets", "--as=ann")).contains("Forbidden");
        assertThat(kubectl.fails("create", "secret", "generic", "other", "--as=ann"))
                .contains("User \"ann\" cannot create resource \"secrets\"");
    }

    @Test
    void reviewsAnswerAsTheAuthorizerDecides() throws Exception {
        assertThat(kubectl.ok("auth", "can-i", "create", "widgets")).isEqualTo("yes\n");
        assertThat(can("bob", "create", "widgets")).isEqualTo("no");
        assertThat(kubectl.ok("auth", "can-i", "--list", "--as=bob"))
                .containsPattern("selfsubjectreviews.authentication.k8s.io +\\[\\] +\\[\\] +\\[create\\]")
                .doesNotContain("*.*");
        assertThat(kubectl.ok("auth", "can-i", "--list")).containsPattern("\\*\\.\\* +\\[\\] +\\[\\] +\\[\\*\\]");
        assertThat(kubectl.ok("auth", "can-i", "get", "/livez", "--as=bob")).isEqualTo("yes\n");
        assertThat(kubectl.ok("auth", "whoami", "--as=bob", "--as-group=devs", "--as-uid=7"))
                .containsPattern("Username +bob")
                .containsPattern("UID +7")
                .containsPattern("Groups +\\[devs system:authenticated\\]");
    }

    @Test
    void impersonationNeedsItsPermissions() throws Exception {
        kubectl.ok(
                "create",
                "clusterrole",
                namespace + "-imp",
                "--verb=impersonate",
                "--resource=groups",
                "--resource-name=devs");
        kubectl.ok(
                "create",
                "clusterrolebinding",
                namespace + "-imp",
                "--clusterrole=" + namespace + "-imp",
                "--serviceaccount=" + namespace + ":robot");
        Kubectl robot = robot();

        assertThat(robot.fails("get", "cm", "--as=bob"))
                .contains("users \"bob\" is forbidden: User \"system:serviceaccount:" + namespace
                        + ":robot\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope");
        assertThat(robot.fails("get", "cm", "--as=system:serviceaccount:default:x"))
                .contains("resource \"serviceaccounts\" in API group \"\" in the namespace \"default\"");
    }

    @Test
    void nobodyGrantsWhatTheyDoNotHold() throws Exception {
        kubectl.ok(
                "create", "rolebinding", "robots", "--clusterrole=admin", "--serviceaccount=" + namespace + ":robot");
        Kubectl robot = robot();

        robot.ok("create", "role", "fine", "--verb=get", "--resource=secrets");
        robot.ok("create", "rolebinding", "fine", "--clusterrole=view", "--user=bob");
        assertThat(robot.fails("create", "role", "greedy", "--verb=get,escalate", "--resource=roles"))
                .contains("roles.rbac.authorization.k8s.io \"greedy\" is forbidden: user \"system:serviceaccount:"
                        + namespace + ":robot\" (groups=[\"system:authenticated\" \"system:serviceaccounts\""
                        + " \"system:serviceaccounts:" + namespace + "\"]) is attempting to grant RBAC permissions not"
                        + " currently held:\n{APIGroups:[\"rbac.authorization.k8s.io\"], Resources:[\"roles\"],"
                        + " Verbs:[\"escalate\"]}");
        assertThat(robot.fails("create", "rolebinding", "greedy", "--clusterrole=cluster-admin", "--user=bob"))
                .contains("is attempting to grant RBAC permissions not currently held");
        assertThat(robot.fails("create", "rolebinding", "lost", "--clusterrole=no-such", "--user=bob"))
                .contains("clusterroles.rbac.authorization.k8s.io \"no-such\" not found");
        assertThat(robot.fails("apply", "--server-side", "-f", lostBinding().toString()))
                .contains("roles.rbac.authorization.k8s.io \"no-such\" not found");
        kubectl.ok("create", "rolebinding", "lost", "--role=no-such");
        assertThat(robot.fails("apply", "--server-side", "-f", lostBinding().toString()))
                .contains("roles.rbac.authorization.k8s.io \"no-such\" not found");
        assertThat(robot.fails(
                        "patch",
                        "role",
                        "fine",
                        "--type=json",
                        "-p",
                        "[{\"op\": \"replace\", \"path\": \"/rules/0/resources\", \"value\": [\"*\"]}]"))
                .contains("not currently held");

        kubectl.ok("create", "role", "escalates", "--verb=escalate,bind", "--resource=roles,clusterroles");
        kubectl.ok(
                "create", "rolebinding", "escalates", "--role=escalates", "--serviceaccount=" + namespace + ":robot");
        robot.ok("create", "role", "greedy", "--verb=get,escalate", "--resource=roles");
        robot.ok("create", "rolebinding", "greedy", "--role=greedy", "--user=bob");
    }

    private Path lostBinding() throws IOException {
        return Files.writeString(home.resolve("lost.yaml"), """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: lost, namespace: %s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: no-such}
                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: bob}]
                """.formatted(namespace));
    }

    @Test
    void aggregatedRolesFollowTheRolesThatTheySelect() throws Exception {
        String name = namespace + "-widgets";
        kubectl.ok("create", "clusterrole", name, "--verb=get", "--resource=widgets.test.roadstead.dev");
        kubectl.ok("create", "rolebinding", "viewer", "--clusterrole=view", "--user=vera");
        assertThat(can("vera", "get", "widgets")).isEqualTo("no");

        kubectl.ok("label", "clusterrole", name, "rbac.authorization.k8s.io/aggregate-to-view=true");
        eventually(() -> assertThat(can("vera", "get", "widgets")).isEqualTo("yes"));
        assertThat(can("vera", "get", "secrets")).isEqualTo("no");
        assertThat(can("vera", "get", "configmaps")).isEqualTo("yes");

        kubectl.ok("delete", "clusterrole", name);
        eventually(() -> assertThat(can("vera", "get", "widgets")).isEqualTo("no"));
    }

    @Test
    void tokenEndsWithItsServiceAccount() throws Exception {
        Kubectl robot = robot();
        assertThat(robot.ok("auth", "whoami"))
                .containsPattern("Username +system:serviceaccount:" + namespace + ":robot")
                .contains("system:serviceaccounts:" + namespace);

        kubectl.ok("delete", "serviceaccount", "robot");
        kubectl.ok("create", "serviceaccount", "robot");

        eventually(() -> assertThat(fails(robot, "auth", "whoami")).contains("Unauthorized"));
        assertThat(kubectl.fails("create", "token", "robot", "--duration=5m")).contains("less than 10 minutes");
        assertThat(kubectl.fails("create", "token", "nobody")).contains("serviceaccounts \"nobody\" not found");
    }

    @Test
    void authReconcileCompletesARole() throws Exception {
        Path file = Files.writeString(home.resolve("role.yaml"), """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: grown, namespace: %s}
                rules: [{apiGroups: [""], resources: [configmaps], verbs: [get]}]
                """.formatted(namespace));
        kubectl.ok("auth", "reconcile", "-f", file.toString());
        Files.writeString(file, Files.readString(file).replace("[get]", "[get, list]"));
        kubectl.ok("auth", "reconcile", "-f", file.toString());

        assertThat(kubectl.ok("get", "role", "grown", "-o", "jsonpath={.rules[*].verbs}"))
                .contains("list");
    }

    @Test
    void everyKubectlWritesTheKinds() throws Exception {
        for (String program : KubectlTest.kubectls()) {
            Kubectl at = kubectl.at(program);
            String name = "by-" + Path.of(program).getFileName();
            at.ok("create", "serviceaccount", name);
            at.ok("create", "role", name, "--verb=get", "--resource=secrets");
            at.ok("create", "rolebinding", name, "--role=" + name, "--user=" + name);
            at.ok("create", "clusterrole", namespace + name, "--verb=get", "--non-resource-url=/logs/*");
            at.ok("create", "clusterrolebinding", namespace + name, "--clusterrole=" + namespace + name, "--group=x");
            if (!program.endsWith(".1.27")) { // which knows the alpha of it only
                at.ok("auth", "whoami");
            }
            assertThat(at.ok("auth", "can-i", "get", "secrets", "--as=" + name)).isEqualTo("yes\n");
            assertThat(at.ok("create", "token", name)).contains(".");
        }
    }

    /** A kubectl of the ServiceAccount {@code robot}. */
    private Kubectl robot() throws Exception {
        kubectl.ok("create", "serviceaccount", "robot");
        String token = kubectl.ok("create", "token", "robot").strip();
        Path kubeconfig = home.resolve("robot.kubeconfig");
        Files.writeString(
                kubeconfig, Files.readString(kubectl.kubeconfig()).replaceAll("token: .*", "token: " + token));
        return new Kubectl(kubeconfig, namespace, home);
    }

    private String can(String user, String verb, String resource) {
        try (Kubectl.Running running = kubectl.start("auth", "can-i", verb, resource, "--as=" + user)) {
            running.exitCode();
            return running.output().strip();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String fails(Kubectl kubectl, String... arguments) {
        try (Kubectl.Running running = kubectl.start(arguments)) {
            return running.exitCode() == 0 ? "" : running.errors();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
