package io.deviceregistry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may depend on whom. docs/architecture.md draws the same picture. */
@Execution(ExecutionMode.CONCURRENT)
@AnalyzeClasses(packages = "io.deviceregistry", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.deviceregistry.";

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching(ROOT + "(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyDependsOnObservers = noClasses().that()
            .resideOutsideOfPackages(ROOT + "metrics..", ROOT + "openapi..").should().dependOnClassesThat()
            .resideInAnyPackage(ROOT + "metrics..", ROOT + "openapi..");

    @ArchTest
    static final ArchRule problemsDependOnNoFeature = noClasses().that().resideInAPackage(ROOT + "problem..").should()
            .dependOnClassesThat().resideInAnyPackage(ROOT + "identity..", ROOT + "http..", ROOT + "persistence..",
                    ROOT + "auth..", ROOT + "account..", ROOT + "autotoken..", ROOT + "device..");

    @ArchTest
    static final ArchRule identityDependsOnProblemsOnly = classes().that().resideInAPackage(ROOT + "identity..").should()
            .onlyDependOnClassesThat().resideInAnyPackage(ROOT + "identity..", ROOT + "problem..", "java..",
                    "com.fasterxml.jackson..", "org.eclipse.microprofile.openapi..");

    @ArchTest
    static final ArchRule theEmbeddedStoreKnowsNothingOfTheRegistry = noClasses().that()
            .resideInAPackage(ROOT + "embedded..").should().dependOnClassesThat()
            .resideInAnyPackage(ROOT + "identity..", ROOT + "problem..", ROOT + "http..", ROOT + "persistence..",
                    ROOT + "auth..", ROOT + "account..", ROOT + "autotoken..", ROOT + "device..");

    @ArchTest
    static final ArchRule onlyTheEmbeddedStoreKnowsItsLibraries = noClasses().that()
            .resideOutsideOfPackage(ROOT + "embedded..").should().dependOnClassesThat()
            .resideInAnyPackage("org.h2..", "de.bwaldvogel..");

    @ArchTest
    static final ArchRule accountsKnowNoDevices = noClasses().that().resideInAnyPackage(ROOT + "account..", ROOT + "auth..")
            .should().dependOnClassesThat().resideInAnyPackage(ROOT + "device..", ROOT + "autotoken..");

    @ArchTest
    static final ArchRule onlyRepositoriesSpeakToTheDriver = noClasses().that()
            .resideOutsideOfPackages(ROOT + "persistence..", ROOT + "embedded..").and()
            .haveSimpleNameNotEndingWith("Repository").and().haveSimpleNameNotEndingWith("Indexes").and()
            .haveSimpleNameNotEndingWith("Counts").should().dependOnClassesThat().resideInAPackage("com.mongodb.client..");
}
