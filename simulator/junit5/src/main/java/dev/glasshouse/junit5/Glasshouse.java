package dev.glasshouse.junit5;

import dev.glasshouse.Simulator;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test a sandbox of its own: on a class for the parameters of all its tests, on a parameter for that one.
 *
 * <p>A test's sandbox is a fork of a template that is built once, by the static {@link Template} methods of the test class.
 * Parameters of tests and of their {@code @BeforeEach} and {@code @AfterEach} methods can be a {@code Sandbox}, its {@code
 * Control}, {@code Credentials} or any client of the AWS SDK for Java v2 (both of the principal that {@link As} names),
 * {@link Clients}, {@link TestClock} or a plain {@code Clock}, and a {@code URI} marked {@link Endpoint}.
 *
 * <p>Of a test that fails, the calls it made, the reasons of those that were denied and the seed are printed.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(GlasshouseExtension.class)
public @interface Glasshouse {

    /** The class whose {@link Template} methods build the template, which then serves all that name it; by default the test class. */
    Class<?> template() default Void.class;

    /** A name under which test classes share a template: it is built by the first of them that runs. */
    String shared() default "";

    /**
     * What ids, names and keys derive from, 1 to 128 characters; by default the name of the class or of the shared
     * template. The system property {@code glasshouse.seed} goes before it.
     */
    String seed() default "";

    /** The first account: twelve digits. */
    String account() default Simulator.DEFAULT_ACCOUNT;

    /** The time at which the template's clock starts to run, such as {@code 2026-03-01T09:00:00Z}; by default the present. */
    String time() default "";
}
