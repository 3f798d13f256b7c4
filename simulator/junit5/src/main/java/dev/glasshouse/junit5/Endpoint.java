package dev.glasshouse.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a {@code URI} parameter that is to be the HTTP endpoint of the test's sandbox: a port on 127.0.0.1 that leads there
 * alone. It needs {@code dev.glasshouse:glasshouse-server} among the test's dependencies.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Endpoint {}
