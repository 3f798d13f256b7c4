package dev.glasshouse;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.glasshouse.call.SetupPower;
import java.time.Instant;
import java.util.UUID;

/** The floors of the house and what nobody may do in it. */
@AnalyzeClasses(packages = "dev.glasshouse", importOptions = ImportOption.DoNotIncludeTests.class)
class FloorsTest {

    @ArchTest
    static final ArchRule servicesDoNotReachUpIntoTheGateway = noClasses()
            .that()
            .resideInAPackage("..service..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..gateway..");

    @ArchTest
    static final ArchRule servicesDoNotReachIntoEachOther =
            slices().matching("dev.glasshouse.service.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule theGatewayKnowsNoService = noClasses()
            .that()
            .resideInAPackage("..gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..service..");

    @ArchTest
    static final ArchRule nothingBelowKnowsTheQuestionsAboutAccess = noClasses()
            .that()
            .resideInAnyPackage("..gateway..", "..service..", "..policy..", "..call..", "..sandbox..", "..wire..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.glasshouse.access..");

    @ArchTest
    static final ArchRule enginesArePure = noClasses()
            .that()
            .resideInAnyPackage("..policy..", "..crypto..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..service..", "..gateway..", "..sandbox..", "..wire..", "..call..");

    @ArchTest
    static final ArchRule cryptoAndPolicyDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage("..crypto..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..policy..");

    @ArchTest
    static final ArchRule timeComesFromTheSandbox = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.glasshouse.sandbox.WallClock")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule idsComeFromTheSandbox = noClasses().should().callMethod(UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule thePowerToSetUpIsTakenInOnePlace = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.glasshouse.Simulator")
            .should()
            .callMethod(SetupPower.class, "take");
}
