package dev.glasshouse.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The principal of a client or of credentials; without it they are the administrator's. */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface As {

    /** {@code user/NAME}, {@code role/NAME} or {@code root} of the first account, or the ARN of such a principal; {@code anonymous} for a client without keys. */
    String value() default "user/admin";

    /** The Region of a client. */
    String region() default "us-east-1";
}
