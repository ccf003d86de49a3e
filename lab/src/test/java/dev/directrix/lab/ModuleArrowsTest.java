package dev.directrix.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may use whom among the modules, as the design draws it. */
class ModuleArrowsTest {
    private static final String BASE = "dev.directrix.";
    /** Measures packet rates of the forwarder without a director around it. */
    private static final String BENCHMARK = BASE + "lab.bench..";
    private static final String WEIGHTS = BASE + "lab.weights..";
    private static final JavaClasses PRODUCT = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.directrix");

    private static final Module SPEAKER = new Module("bgp", "ecmp", "linux");
    private static final Module FORWARDER = new Module("forwarder", "linux", "maglev");
    private static final Module LINUX = new Module("linux");
    private static final List<Module> MODULES = List.of(LINUX, new Module("maglev"), new Module("ecmp"), SPEAKER,
        FORWARDER, new Module("cluster", "forwarder", "maglev"),
        new Module("director", "linux", "maglev", "ecmp", "bgp", "forwarder", "cluster"),
        new Module("lab", "director", "linux"));

    /** A module's package and those that it may use besides its own. */
    record Module(String own, Set<String> uses) {

        Module(String own, String... uses) {
            this(own, Set.of(uses));
        }

        String packages() {
            return BASE + own + "..";
        }

        String[] forbidden() {
            return MODULES.stream()
                .filter(other -> !other.equals(this) && !uses.contains(other.own))
                .map(Module::packages)
                .toArray(String[]::new);
        }
    }

    static List<Module> modules() {
        return MODULES;
    }

    @ParameterizedTest
    @MethodSource("modules")
    void shouldUseOnlyTheModulesThatTheDesignAllows(Module module) {
        assertThat(PRODUCT).anyMatch(type -> type.getPackageName().startsWith(BASE + module.own));
        noClasses().that().resideInAPackage(module.packages()).and().resideOutsideOfPackages(BENCHMARK, WEIGHTS)
            .should().dependOnClassesThat().resideInAnyPackage(module.forbidden())
            .check(PRODUCT);
    }

    @Test
    void shouldLetTheBenchmarkMeasureTheForwarderByItselfAndNothingElseUseTheBenchmark() {
        noClasses().that().resideInAPackage(BENCHMARK)
            .should().dependOnClassesThat()
            .resideInAnyPackage(BASE + "director.runtime..", BASE + "bgp..", BASE + "ecmp..")
            .check(PRODUCT);
        noClasses().that().resideOutsideOfPackages(BENCHMARK, BASE + "lab.cli..")
            .should().dependOnClassesThat().resideInAPackage(BENCHMARK).check(PRODUCT);
    }

    @Test
    void shouldLetTheRigOfWeightsCompareRoutersWithTheirModelsAndUseNothingElseBelowTheDirector() {
        noClasses().that().resideInAPackage(WEIGHTS)
            .should().dependOnClassesThat()
            .resideInAnyPackage(BASE + "director.runtime..", BASE + "bgp..", BASE + "cluster..", BASE + "forwarder..",
                BASE + "maglev..")
            .check(PRODUCT);
    }

    @Test
    void shouldHaveNoPackageOutsideTheModules() {
        classes().should().resideInAnyPackage(MODULES.stream().map(Module::packages).toArray(String[]::new))
            .check(PRODUCT);
    }

    @Test
    void shouldKeepTheModulesFreeOfCycles() {
        slices().matching(BASE + "(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void shouldKeepNettyInTheSpeakerAndThePcapLibraryInTheForwarder() {
        noClasses().that().resideOutsideOfPackage(SPEAKER.packages())
            .should().dependOnClassesThat().resideInAPackage("io.netty..").check(PRODUCT);
        noClasses().that().resideOutsideOfPackage(FORWARDER.packages())
            .should().dependOnClassesThat().resideInAPackage("org.pcap4j..").check(PRODUCT);
    }

    @Test
    void shouldCallForeignFunctionsFromLinuxOnly() {
        noClasses().that().resideOutsideOfPackage(LINUX.packages())
            .should().dependOnClassesThat().haveFullyQualifiedName("java.lang.foreign.Linker").check(PRODUCT);
    }

    @Test
    void shouldHaveNoNamesThatSayNothing() {
        noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl)$").check(PRODUCT);
    }
}
