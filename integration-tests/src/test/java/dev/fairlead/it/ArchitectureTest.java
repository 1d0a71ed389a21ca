package dev.fairlead.it;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** Which package may know which; docs/architecture.md says why. */
class ArchitectureTest {

    private static final String SERVER = "dev.fairlead.server";

    /**
     * What each package of the server may import, beside desired and what lies in it, which everyone may. A name means the
     * package alone, not what lies below it. main wires everything.
     */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("backend", Set.of("upstream", "upstream.address")),
            Map.entry("config", Set.of()),
            Map.entry("config.commandline", Set.of("config", "config.read", "config.value", "text")),
            Map.entry("config.document", Set.of("config")),
            Map.entry("config.read", Set.of("config", "config.document", "config.value")),
            Map.entry("config.reload", Set.of("config", "config.commandline", "config.document", "config.read")),
            Map.entry("config.value", Set.of()),
            Map.entry("config.write", Set.of("config", "config.document", "config.value")),
            Map.entry(
                    "control",
                    Set.of(
                            "config",
                            "control.auth",
                            "control.call",
                            "control.drain",
                            "control.explain",
                            "control.message",
                            "control.receive",
                            "control.service",
                            "control.stats",
                            "control.watch",
                            "limit",
                            "routing")),
            Map.entry("control.auth", Set.of("config")),
            Map.entry(
                    "control.call",
                    Set.of(
                            "control.auth",
                            "control.message",
                            "control.receive",
                            "live",
                            "routing",
                            "state",
                            "strategy",
                            "strategy.plugin")),
            Map.entry("control.drain", Set.of("control.call", "backend", "routing")),
            Map.entry(
                    "control.explain",
                    Set.of(
                            "control.auth",
                            "control.call",
                            "control.message",
                            "backend",
                            "limit",
                            "routing",
                            "routing.match",
                            "routing.sticky",
                            "state",
                            "strategy")),
            Map.entry(
                    "control.message",
                    Set.of(
                            "config",
                            "config.value",
                            "backend",
                            "forecast",
                            "health",
                            "live",
                            "routing",
                            "state",
                            "strategy")),
            Map.entry("control.receive", Set.of()),
            Map.entry(
                    "control.service",
                    Set.of(
                            "control.auth",
                            "control.call",
                            "control.drain",
                            "control.explain",
                            "control.message",
                            "control.stats",
                            "config",
                            "config.document",
                            "config.read",
                            "config.value",
                            "config.reload",
                            "config.write",
                            "limit",
                            "live",
                            "state",
                            "routing",
                            "routing.sticky",
                            "health",
                            "shadow",
                            "strategy",
                            "strategy.plugin",
                            "strategy.verify",
                            "backend")),
            Map.entry(
                    "control.stats",
                    Set.of("control.call", "control.message", "backend", "health", "routing", "traffic")),
            Map.entry(
                    "control.watch",
                    Set.of(
                            "control.call",
                            "control.message",
                            "control.stats",
                            "backend",
                            "health",
                            "routing",
                            "state")),
            Map.entry("demo", Set.of()),
            Map.entry("desired", Set.of()),
            Map.entry("desired.limit", Set.of()),
            Map.entry("desired.route", Set.of()),
            Map.entry("forecast", Set.of("routing", "strategy", "backend", "traffic", "virtual")),
            Map.entry("health", Set.of("health.outlier", "health.probe", "backend", "upstream")),
            Map.entry("health.outlier", Set.of("backend")),
            Map.entry(
                    "health.probe",
                    Set.of("backend", "upstream", "upstream.address", "upstream.http1", "upstream.timer")),
            Map.entry("limit", Set.of()),
            Map.entry(
                    "live",
                    Set.of(
                            "limit",
                            "state",
                            "state.store",
                            "forecast",
                            "health",
                            "routing",
                            "routing.match",
                            "routing.sticky",
                            "strategy",
                            "backend")),
            Map.entry(
                    "observe",
                    Set.of(
                            "limit",
                            "observe.access",
                            "observe.metrics",
                            "routing",
                            "backend",
                            "health",
                            "strategy",
                            "state",
                            "text")),
            Map.entry("observe.access", Set.of("observe.metrics", "routing", "backend", "text")),
            Map.entry(
                    "observe.metrics",
                    Set.of("limit", "routing", "routing.sticky", "backend", "health", "strategy", "strategy.plugin")),
            Map.entry("process", Set.of("text")),
            Map.entry(
                    "proxy",
                    Set.of(
                            "proxy.attempt",
                            "proxy.front",
                            "proxy.guard",
                            "proxy.head",
                            "proxy.headers",
                            "proxy.mirror",
                            "routing",
                            "routing.match",
                            "upstream",
                            "upstream.http1",
                            "upstream.timer",
                            "backend")),
            Map.entry("proxy.attempt", Set.of("routing", "upstream", "upstream.http1", "backend")),
            Map.entry("proxy.front", Set.of("limit", "proxy.head", "proxy.headers", "routing")),
            Map.entry("proxy.guard", Set.of("proxy.front", "proxy.head", "proxy.headers", "routing")),
            Map.entry("proxy.head", Set.of()),
            Map.entry("proxy.headers", Set.of("proxy.head", "upstream.http1")),
            Map.entry(
                    "proxy.mirror",
                    Set.of("proxy.front", "routing", "backend", "upstream", "upstream.http1", "upstream.timer")),
            Map.entry("routing", Set.of("limit", "strategy", "backend", "routing.match", "routing.sticky")),
            Map.entry("routing.match", Set.of()),
            Map.entry("routing.sticky", Set.of("backend")),
            Map.entry("shadow", Set.of("routing", "strategy", "backend", "virtual")),
            Map.entry("state", Set.of()),
            Map.entry("state.store", Set.of("state", "state.store.format")),
            Map.entry("state.store.format", Set.of()),
            Map.entry("strategy", Set.of()),
            Map.entry("strategy.jar", Set.of()),
            Map.entry("strategy.plugin", Set.of("strategy", "strategy.jar", "strategy.verify")),
            Map.entry("strategy.verify", Set.of("strategy.jar")),
            Map.entry("text", Set.of()),
            Map.entry("traffic", Set.of("routing", "backend")),
            Map.entry(
                    "upstream",
                    Set.of("limit", "upstream.address", "upstream.http1", "upstream.timer", "upstream.tls")),
            Map.entry("upstream.address", Set.of()),
            Map.entry("upstream.http1", Set.of()),
            Map.entry("upstream.timer", Set.of()),
            Map.entry("upstream.tls", Set.of("upstream.address")),
            Map.entry("virtual", Set.of("strategy")));

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.fairlead");

    static Stream<String> serverPackages() {
        return OURS.getPackage(SERVER).getSubpackagesInTree().stream()
                .filter(found -> !found.getClasses().isEmpty())
                .map(found -> found.getName().substring(SERVER.length() + 1))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("serverPackages")
    void packageImportsOnlyWhatTheArrowsAllow(String name) {
        assertThat(ARROWS).as("a new package says what it may import").containsKey(name);
        Set<String> allowed = Stream.concat(ARROWS.get(name).stream(), Stream.of(name, "desired.."))
                .map(known -> SERVER + "." + known)
                .collect(Collectors.toSet());

        noClasses()
                .that(resideInAPackage(SERVER + "." + name))
                .should()
                .dependOnClassesThat(resideInAPackage(SERVER + "..")
                        .and(DescribedPredicate.not(resideInAnyPackage(allowed.toArray(String[]::new)))))
                .check(OURS);
    }

    /**
     * First each folder with all that lies in it, then each package for itself, except the folders of desired: its
     * records hold one another and share what describes settings.
     */
    @ParameterizedTest
    @ValueSource(strings = {".(*)..", ".(**)"})
    void packagesOfTheServerHaveNoCycles(String slice) {
        slices().matching(SERVER + slice)
                .should()
                .beFreeOfCycles()
                .ignoreDependency(resideInAPackage(SERVER + ".desired.."), resideInAPackage(SERVER + ".desired.."))
                .check(OURS);
    }

    @Test
    void packagesOfTheCommandLineHaveNoCycles() {
        slices().matching("dev.fairlead.ctl.(**)").should().beFreeOfCycles().check(OURS);
    }

    /** The XNIO threads are upstream's and health's too: connections and probes live on them. Main opens the worker. */
    @ParameterizedTest
    @CsvSource({
        "io.undertow.., 'proxy proxy.front proxy.guard observe demo main'",
        "org.xnio.., 'proxy proxy.front proxy.mirror limit upstream upstream.timer upstream.tls health health.probe observe"
                + " demo main'",
        "io.grpc.., control..",
        "com.google.protobuf.., control..",
        "com.google.rpc.., control..",
        "dev.fairlead.control.v1.., control..",
        "com.typesafe.config.., 'config.document strategy.verify'",
        "org.snakeyaml.., config.document",
        "com.google.re2j.., desired.route",
        "com.codahale.., observe.metrics",
        "io.prometheus.., 'observe.metrics observe'",
        "picocli.., 'config.commandline demo process main'",
    })
    void libraryStaysWhereItIsNeeded(String library, String places) {
        String[] packages = Stream.of(places.split(" "))
                .map(place -> place.equals("main") ? SERVER : SERVER + "." + place)
                .toArray(String[]::new);

        noClasses()
                .that(resideInAPackage(SERVER + ".."))
                .and(DescribedPredicate.not(resideInAnyPackage(packages)))
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(OURS);
    }

    /** HTTP/2 and a lane of our own drive attempts and judge heads, too, on whatever server. */
    @ParameterizedTest
    @ValueSource(
            strings = {"proxy.attempt", "proxy.head", "proxy.headers", "routing", "routing.match", "routing.sticky"})
    void whatEveryLaneSharesKnowsNoServer(String shared) {
        noClasses()
                .that(resideInAPackage(SERVER + "." + shared))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.undertow..", "org.xnio.."))
                .check(OURS);
    }

    @Test
    void guiceIsKnownToModulesAndMainOnly() {
        DescribedPredicate<JavaClass> wiring = DescribedPredicate.describe(
                "modules and main",
                type -> Stream.of(type, type.getEnclosingClass().orElse(type))
                        .anyMatch(wire -> wire.getSimpleName().endsWith("Module") || isMain(wire)));

        noClasses()
                .that(DescribedPredicate.not(wiring))
                .should()
                .dependOnClassesThat(resideInAPackage("com.google.inject.."))
                .check(OURS);
    }

    @Test
    void theCommandLineKnowsTheContractAndNothingElseOfOurs() {
        noClasses()
                .that(resideInAPackage("dev.fairlead.ctl.."))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.fairlead..")
                        .and(DescribedPredicate.not(
                                resideInAnyPackage("dev.fairlead.ctl..", "dev.fairlead.control.v1.."))))
                .check(OURS);
    }

    @ParameterizedTest
    @CsvSource({
        "dev.fairlead.spi,           dev.fairlead.spi",
        "dev.fairlead.spi.testkit.., dev.fairlead.spi..",
        "dev.fairlead.strategy..,    'dev.fairlead.spi dev.fairlead.strategy..'",
    })
    void strategiesSeeTheInterfacesAndTheJdkOnly(String packages, String seen) {
        String[] allowed = Stream.concat(
                        Stream.of("java..", "com.sun.management", "org.jspecify.annotations"),
                        Stream.of(seen.split(" ")))
                .toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage(packages)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed))
                .check(OURS);
    }

    @Test
    void nothingIsFiledUnderAWordThatSaysNothing() {
        assertThat(packages().map(JavaPackage::getRelativeName))
                .doesNotContain("util", "utils", "common", "impl", "core", "manager", "misc");
    }

    @Test
    void everyPackageSaysWhatItIsForAndMarksItsNulls() {
        assertThat(packages().filter(found -> !found.getName().startsWith("dev.fairlead.control.v1")))
                .allSatisfy(found -> assertThat(found.tryGetPackageInfo())
                        .as("package-info of %s", found.getName())
                        .hasValueSatisfying(info -> assertThat(info.isAnnotatedWith(NullMarked.class))
                                .isTrue()));
    }

    /** Who reads a name knows which class is meant. Nested classes may share one, for their owner's stands before it. */
    @ParameterizedTest
    @ValueSource(strings = {SERVER, "dev.fairlead.ctl", "dev.fairlead.strategy", "dev.fairlead.spi"})
    void noNameStandsForTwoClassesOfAModule(String module) {
        Map<String, List<String>> homes = OURS.stream()
                .filter(type -> type.getPackageName().equals(module)
                        || type.getPackageName().startsWith(module + "."))
                .filter(type ->
                        !type.getSimpleName().isEmpty() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));

        homes.values().removeIf(names -> names.size() == 1 || names.stream().allMatch(name -> name.contains("$")));
        assertThat(homes).isEmpty();
    }

    @Test
    void everyLoggerIsCalledLog() {
        fields().that()
                .haveRawType(Logger.class)
                .and()
                .areDeclaredInClassesThat()
                .doNotHaveSimpleName("AuditLine")
                .should()
                .haveName("log")
                .check(OURS);
    }

    private static Stream<JavaPackage> packages() {
        return OURS.getPackage("dev.fairlead").getSubpackagesInTree().stream()
                .filter(found -> !found.getClasses().isEmpty());
    }

    /** Main and what lies beside it: the server's own package has nothing to do but start and wire. */
    private static boolean isMain(JavaClass type) {
        return type.getPackageName().equals(SERVER);
    }
}
