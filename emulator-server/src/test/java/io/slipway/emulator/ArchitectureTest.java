package io.slipway.emulator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the modules and between the packages of the server. */
final class ArchitectureTest {

    private static final String SERVER = "io.slipway.emulator";

    /** What is no API family. */
    private static final Set<String> SHARED =
            Set.of("aws", "dispatch", "http", "job", "model", "serving", "store", "wire");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.slipway");

    @Test
    void everyModuleIsLookedAt() {
        for (String module : List.of("io.slipway.container", "io.slipway.s3", "io.slipway.optimizer", SERVER)) {
            assertThat(CLASSES).anyMatch(type -> type.getPackageName().startsWith(module));
        }
    }

    @ParameterizedTest
    @CsvSource({"container", "s3", "optimizer"})
    void librariesKnowNeitherEachOtherNorTheServer(String library) {
        String own = "io.slipway." + library + "..";
        noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(resideInAPackage("io.slipway..").and(not(resideInAPackage(own))))
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "com.github.dockerjava.., io.slipway.container.docker..",
        "io.minio.., io.slipway.s3.minio..",
        "io.javalin.., io.slipway.emulator.http..",
        "jakarta.servlet.., io.slipway.emulator.http..",
        "picocli.., io.slipway.emulator.cli..",
        "org.apache.commons.math3.., io.slipway.optimizer..",
    })
    void oneRoomKnowsALibrary(String library, String room) {
        noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "aws, ''",
        "wire, ''",
        "model, aws wire",
        "dispatch, aws wire model",
        "http, aws wire model dispatch",
        "store, aws wire",
        "job, aws wire store",
        "serving, aws wire store job",
    })
    void sharedPackagesKnowOnlyThoseBelowThem(String name, String below) {
        Stream<String> allowed = Stream.concat(Stream.of(name), Stream.of(below.split(" ")))
                .filter(word -> !word.isEmpty())
                .map(ArchitectureTest::room);
        noClasses()
                .that()
                .resideInAPackage(room(name))
                .should()
                .dependOnClassesThat(ofServer().and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("families")
    void familiesKnowNeitherHttpNorModelNorEachOther(String family) {
        Stream<String> allowed = Stream.of(family, "aws", "dispatch", "job", "serving", "store", "wire")
                .map(ArchitectureTest::room);
        noClasses()
                .that()
                .resideInAPackage(room(family))
                .should()
                .dependOnClassesThat(ofServer().and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({"container", "s3", "optimizer", "emulator"})
    void packagesHoldNoCircles(String module) {
        slices().matching("io.slipway." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    static Set<String> families() {
        Set<String> families = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (type.getPackageName().startsWith(SERVER + ".")) {
                families.add(
                        type.getPackageName().substring(SERVER.length() + 1).split("\\.")[0]);
            }
        }
        families.removeAll(SHARED);
        // The commands stand above everything, beside Main.
        families.remove("cli");
        return families;
    }

    private static DescribedPredicate<JavaClass> ofServer() {
        return resideInAPackage(SERVER + "..");
    }

    private static String room(String name) {
        return SERVER + "." + name + "..";
    }
}
