package dev.glasshouse.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The policy engine can be lifted out and used alone. */
final class PolicyIsPureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.glasshouse.policy");

    @Test
    void dependsOnTheJdkAndJacksonOnly() {
        classes()
                .that()
                .resideInAPackage("dev.glasshouse.policy..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.fasterxml.jackson..", "org.jspecify..", "dev.glasshouse.policy..")
                .check(CLASSES);
    }

    @Test
    void itsPackagesHaveNoCycles() {
        slices().matching("dev.glasshouse.policy.(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
