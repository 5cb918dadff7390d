package dev.roadstead.backup;

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

/** The package table of the module: which package may use which. All may use the values of the module's own package. */
class ArchitectureTest {
    private static final String ROOT = "dev.roadstead.backup";

    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "blob", Set.of(),
            "blob.s3", Set.of("blob"),
            "crypto", Set.of(),
            "chunk", Set.of("crypto"),
            "tar", Set.of("crypto"),
            "restic", Set.of("blob", "crypto", "tar"),
            "repository", Set.of("blob", "crypto", "chunk", "tar", "restic"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packagesUseWhatTheTableAllows() {
        for (JavaPackage used : CLASSES.getPackage(ROOT).getSubpackagesInTree()) {
            if (used.getClasses().isEmpty()) {
                continue;
            }
            String name = used.getName().substring(ROOT.length() + 1);
            assertThat(ALLOWED).as("the table knows " + name).containsKey(name);
            assertThat(ALLOWED.get(name)).as("what " + name + " may use").containsAll(uses(used));
        }
    }

    @Test
    void theModulesOwnPackageUsesNoOther() {
        assertThat(uses(CLASSES.getPackage(ROOT))).isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theModuleKnowsNothingOfTheOthersButTheWayOut() {
        Set<String> others = CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getPackageName())
                .filter(target -> target.startsWith("dev.roadstead.") && !target.startsWith(ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(others).containsOnly("dev.roadstead.egress");
    }

    private static Set<String> uses(JavaPackage from) {
        return from.getClassDependenciesFromThisPackage().stream()
                .map(dependency -> dependency.getTargetClass().getPackageName())
                .filter(target -> target.startsWith(ROOT + ".") && !target.equals(from.getName()))
                .map(target -> target.substring(ROOT.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
