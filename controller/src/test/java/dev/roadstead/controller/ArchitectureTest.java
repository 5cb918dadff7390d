package dev.roadstead.controller;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The package table of the architecture, as a build failure. */
class ArchitectureTest {
    private static final String ROOT = "dev.roadstead.controller.";
    private static final String MODEL = "dev.roadstead.model";

    /** What each package may use of the controller's others. Add a line here and a reason when one is added. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("client", List.of()),
            Map.entry("informer", List.of("client")),
            Map.entry("queue", List.of()),
            Map.entry("trigger", List.of("informer", "host", "plan", "plan.route", "plan.tenant", "queue", "loop")),
            // ApiCallException only: a conflict is no failure.
            Map.entry("loop", List.of("queue", "client")),
            // What edges count of canaries is a value of its own, which plans are made from.
            Map.entry("plan", List.of("plan.analysis")),
            Map.entry("plan.analysis", List.of()),
            Map.entry("plan.schedule", List.of()),
            Map.entry("plan.retention", List.of()),
            Map.entry("plan.repository", List.of("plan")),
            Map.entry("plan.route", List.of("plan")),
            // Where edges tell times apart.
            Map.entry("plan.ingress", List.of("plan", "plan.analysis", "plan.route")),
            Map.entry("reconcile.edge", List.of("client", "informer", "loop", "plan", "plan.ingress", "status")),
            Map.entry("edge", List.of("informer", "plan.route")),
            Map.entry(
                    "reconcile.domain",
                    List.of(
                            "client",
                            "edge",
                            "informer",
                            "lease",
                            "lookup",
                            "loop",
                            "plan",
                            "plan.ingress",
                            "plan.route",
                            "status")),
            // Hosts: edges are asked through what reaches their engine.
            Map.entry("lookup", List.of("host", "plan.analysis")),
            Map.entry("host", List.of("plan")),
            Map.entry("host.docker", List.of("host", "plan")),
            Map.entry("lease", List.of("client")),
            Map.entry("host.transport", List.of("host", "host.docker")),
            Map.entry("host.pace", List.of("host", "plan")),
            Map.entry("status", List.of("client", "queue")),
            Map.entry("probe", List.of("host")),
            Map.entry("run", List.of()),
            // Pull secrets: Releases and Containers look them up alike.
            Map.entry("reconcile", List.of("client", "informer", "plan", "status")),
            // Labels that Domains ask for; what an Organization may take; what edges count.
            Map.entry(
                    "reconcile.application",
                    List.of(
                            "reconcile",
                            "client",
                            "informer",
                            "lookup",
                            "loop",
                            "plan",
                            "plan.analysis",
                            "plan.route",
                            "plan.tenant",
                            "secretstore",
                            "status")),
            Map.entry("secretstore", List.of("client")),
            Map.entry("reconcile.secretstore", List.of("client", "informer", "loop", "plan", "secretstore", "status")),
            Map.entry(
                    "reconcile.repository", List.of("client", "informer", "loop", "plan", "plan.repository", "status")),
            Map.entry("plan.tenant", List.of("plan")),
            Map.entry("plan.usage", List.of("plan")),
            Map.entry(
                    "reconcile.usage",
                    List.of("client", "host", "informer", "loop", "plan", "plan.tenant", "plan.usage", "status")),
            // Leases: a frozen server must not give back what another one has taken.
            Map.entry(
                    "reconcile.tenant",
                    List.of("client", "informer", "lease", "loop", "plan", "plan.tenant", "status")),
            Map.entry("reconcile.quota", List.of("client", "informer", "loop", "plan", "status")),
            Map.entry(
                    "reconcile.container",
                    List.of("reconcile", "client", "informer", "loop", "plan", "secretstore", "status", "host")),
            Map.entry(
                    "reconcile.release", List.of("reconcile", "client", "informer", "loop", "plan", "status", "host")),
            // Which Volumes are the business of transfers.
            Map.entry(
                    "reconcile.volume",
                    List.of("reconcile", "client", "informer", "loop", "plan", "plan.transfer", "status", "host")),
            Map.entry("plan.transfer", List.of("plan")),
            Map.entry("plan.restore", List.of("plan", "plan.transfer")),
            Map.entry("transfer", List.of("host", "plan")),
            Map.entry(
                    "reconcile.transfer",
                    List.of(
                            "reconcile",
                            "reconcile.volume",
                            "client",
                            "informer",
                            // A frozen server must not go on with what another one does meanwhile.
                            "lease",
                            "loop",
                            "plan",
                            "plan.transfer",
                            "plan.restore",
                            "run",
                            "transfer",
                            "status",
                            "host")),
            Map.entry("plan.backup", List.of("plan", "plan.retention", "plan.schedule")),
            // Leases: a frozen server must not list a backup that another one makes meanwhile.
            Map.entry(
                    "reconcile.backup",
                    List.of(
                            "reconcile",
                            "client",
                            "informer",
                            "lease",
                            "loop",
                            "plan",
                            "plan.backup",
                            "run",
                            // Restores that are tried.
                            "transfer",
                            "status",
                            "host")),
            // Engine events are a trigger that belongs to a connection.
            Map.entry(
                    "reconcile.node",
                    List.of("reconcile", "client", "informer", "lease", "loop", "plan", "status", "host", "trigger")));

    private static final JavaClasses CONTROLLER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.roadstead.controller");

    @Test
    void packagesUseOnlyWhatTheTableGrants() {
        MAY_USE.forEach((name, granted) -> {
            List<String> allowed = new ArrayList<>(List.of(ROOT + name));
            granted.forEach(other -> allowed.add(ROOT + other));
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + name)
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("dev.roadstead.controller..")
                            .and(DescribedPredicate.not(resideInAnyPackage(allowed.toArray(String[]::new)))))
                    .allowEmptyShould(true)
                    .check(CONTROLLER);
        });
    }

    @Test
    void theControllerIsAClientAndKnowsNoServer() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.roadstead.apiserver..", "io.vertx..", "io.netty..")
                .check(CONTROLLER);
    }

    @Test
    void onlyTheDockerHostKnowsDockerJava() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "host.docker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.github.dockerjava..")
                .check(CONTROLLER);
    }

    @Test
    void theQueueKnowsNothingButJava() {
        classes()
                .that()
                .resideInAPackage(ROOT + "queue")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + "queue", "java..", "org.jspecify.annotations")
                .check(CONTROLLER);
    }

    @Test
    void plansKnowNothingButTheModelAndJava() {
        classes()
                .that()
                .resideInAPackage(ROOT + "plan..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + "plan..", MODEL, "java..", "org.jspecify.annotations")
                .check(CONTROLLER);
    }

    /** Time and ids are inputs to a plan; it has no effects. */
    @Test
    void plansArePure() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "plan..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.io", "java.net..", "java.nio..", "java.util.concurrent..")
                        .and(DescribedPredicate.not(
                                describe("harmless", type -> HARMLESS.contains(type.getFullName()))))
                        .or(assignableTo(Clock.class))
                        .or(assignableTo(Thread.class))
                        .or(assignableTo(Random.class))
                        .or(assignableTo(RandomGenerator.class)))
                .orShould()
                .accessTargetWhere(AMBIENT)
                .check(CONTROLLER);
    }

    private static final Set<String> HARMLESS =
            Set.of("java.io.Serializable", "java.nio.charset.Charset", "java.nio.charset.StandardCharsets");

    private static final DescribedPredicate<JavaAccess<?>> AMBIENT =
            describe("reads the clock, makes an id or asks the environment", access -> {
                AccessTarget target = access.getTarget();
                JavaClass owner = target.getOwner();
                String method = target.getName();
                return (owner.getPackageName().equals("java.time") && method.equals("now"))
                        || (owner.isEquivalentTo(UUID.class) && method.equals("randomUUID"))
                        || (owner.isEquivalentTo(Math.class) && method.equals("random"))
                        || (owner.isEquivalentTo(System.class)
                                && Set.of("nanoTime", "currentTimeMillis", "getenv", "getProperty", "out", "err")
                                        .contains(method));
            });
}
