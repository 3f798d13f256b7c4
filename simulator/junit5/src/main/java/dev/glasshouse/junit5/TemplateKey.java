package dev.glasshouse.junit5;

import dev.glasshouse.sandbox.Seed;
import java.time.Instant;
import java.util.HexFormat;

/**
 * What tells a template from others.
 *
 * @param name the class that builds it, or the name under which it is shared
 * @param seed its seed's text
 * @param account its first account
 * @param time when its clock starts, or an empty text for the present
 */
record TemplateKey(String name, String seed, String account, String time) {

    /** The system property that goes before every other seed. */
    static final String SEED_PROPERTY = "glasshouse.seed";

    /** The template of an annotation that stands on a class or within it. */
    static TemplateKey of(Glasshouse annotation, Class<?> testClass) {
        Class<?> builder = builder(annotation, testClass);
        String name = annotation.shared().isEmpty() ? builder.getName() : "shared " + annotation.shared();
        String seed = System.getProperty(SEED_PROPERTY, annotation.seed());
        return new TemplateKey(name, seed.isEmpty() ? shortened(name) : seed, annotation.account(), annotation.time());
    }

    /** The class whose methods build the template, unless another that shares it was first. */
    static Class<?> builder(Glasshouse annotation, Class<?> testClass) {
        return annotation.template() == Void.class ? testClass : annotation.template();
    }

    private static String shortened(String name) {
        return name.length() <= 128 ? name : name.substring(name.length() - 128);
    }

    Seed seedOfTemplate() {
        return Seed.of(seed);
    }

    /** The seed of a test: the same for the same test, whatever runs beside it. */
    Seed seedOfTest(String uniqueId) {
        return Seed.of(seed + "/" + HexFormat.of().formatHex(seedOfTemplate().derive(uniqueId)));
    }

    Instant start(Instant present) {
        return time.isEmpty() ? present : Instant.parse(time);
    }
}
