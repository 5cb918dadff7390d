package dev.roadstead.apiserver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The package table of the architecture: which package may use which. */
class ArchitectureTest {
    private static final String ROOT = "dev.roadstead.apiserver.";

    /** Faults are values that every package may throw. Nothing may use {@code app}. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("fault", Set.of()),
            Map.entry("digest", Set.of()),
            Map.entry("json", Set.of()),
            Map.entry("audit", Set.of("authn", "digest")),
            Map.entry("store", Set.of("json", "audit")),
            Map.entry("authn", Set.of("digest")),
            Map.entry("tls", Set.of()),
            Map.entry("fairness", Set.of("fault")),
            Map.entry("document", Set.of("json", "fault")),
            Map.entry("protobuf", Set.of("fault")),
            Map.entry("jsonpath", Set.of()),
            Map.entry("authz", Set.of("authn")),
            Map.entry("oidc", Set.of("fault")),
            Map.entry("cel", Set.of()),
            Map.entry("schema", Set.of("fault", "document", "jsonpath", "cel")),
            Map.entry("store.pg", Set.of("store", "audit", "digest")),
            Map.entry("store.sealed", Set.of("store", "audit", "tls", "digest")),
            Map.entry("store.embedded", Set.of("store.pg")),
            Map.entry("watch", Set.of("store")),
            Map.entry("admission", Set.of("fault", "authn", "schema", "document", "protobuf")),
            Map.entry(
                    "admission.webhook",
                    Set.of("json", "fault", "authn", "schema", "document", "cel", "patch", "admission")),
            Map.entry("patch", Set.of("fault", "schema", "document")),
            Map.entry("managedfields", Set.of("fault", "schema", "document")),
            Map.entry("selector", Set.of("json", "fault", "schema", "store", "jsonpath")),
            Map.entry("discovery", Set.of("json", "fault", "schema", "jsonpath", "discovery.openapi", "digest")),
            Map.entry("discovery.openapi", Set.of("fault", "schema")),
            Map.entry(
                    "registry",
                    Set.of(
                            "json",
                            "fault",
                            "audit",
                            "authn",
                            "schema",
                            "admission",
                            "admission.webhook",
                            "patch",
                            "managedfields",
                            "store",
                            "watch")),
            Map.entry(
                    "rbac",
                    Set.of(
                            "json",
                            "fault",
                            "authn",
                            "authz",
                            "schema",
                            "selector",
                            "registry",
                            "store",
                            "watch",
                            "document")),
            Map.entry("review", Set.of("fault", "authn", "authz", "schema")),
            Map.entry(
                    "people",
                    Set.of(
                            "json",
                            "fault",
                            "digest",
                            "audit",
                            "authn",
                            "authz",
                            "fairness",
                            "schema",
                            "store",
                            "watch",
                            "registry",
                            "oidc")),
            Map.entry(
                    "http",
                    Set.of(
                            "json",
                            "review",
                            "people",
                            "oidc",
                            "fault",
                            "audit",
                            "authn",
                            "authz",
                            "fairness",
                            "tls",
                            "registry",
                            "watch",
                            "discovery",
                            "schema",
                            "selector",
                            "admission",
                            "patch",
                            "store")));

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.roadstead.apiserver");

    @Test
    void packagesUseWhatTheTableAllows() {
        for (JavaPackage used : classes.getPackage("dev.roadstead.apiserver").getSubpackagesInTree()) {
            String name = used.getName().substring(ROOT.length());
            if (name.equals("app") || used.getClasses().isEmpty()) {
                continue;
            }
            Set<String> found = used.getClassDependenciesFromThisPackage().stream()
                    .map(dependency -> dependency.getTargetClass().getPackageName())
                    .filter(target -> target.startsWith(ROOT) && !target.equals(used.getName()))
                    .map(target -> target.substring(ROOT.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(ALLOWED).as("the table knows " + name).containsKey(name);
            assertThat(ALLOWED.get(name)).as("what " + name + " may use").containsAll(found);
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.roadstead.apiserver.(**)")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void onlyTheEdgesUseVertx() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "http", ROOT + "store.pg", ROOT + "app")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .check(classes);
    }
}
