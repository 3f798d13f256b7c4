package dev.glasshouse.junit5;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives tests their sandboxes and what belongs to them, see {@link Glasshouse}. It keeps nothing itself. */
public final class GlasshouseExtension implements ParameterResolver, AfterEachCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(GlasshouseExtension.class);

    /** For JUnit. */
    public GlasshouseExtension() {
        // stateless: tests run at a time
    }

    /** An annotation and the class on or in which it stands. */
    private record Wish(Glasshouse annotation, Class<?> testClass) {

        TemplateKey key() {
            return TemplateKey.of(annotation, testClass);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Occupant.gives(parameter.getParameter())
                && wish(parameter.getParameter(), context).isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Parameter asked = parameter.getParameter();
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException("a sandbox belongs to one test: what all tests of "
                    + context.getDisplayName() + " begin with is made by a static @Template method");
        }
        Wish wish = wish(asked, context).orElseThrow();
        try {
            return occupant(wish, context).argument(asked);
        } catch (IllegalArgumentException e) {
            throw new ParameterResolutionException("for " + asked + ": " + e.getMessage(), e);
        }
    }

    /** The annotation on the parameter itself, on the class or one around it, or else on another parameter of the test. */
    private static Optional<Wish> wish(Parameter parameter, ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        Glasshouse own = parameter.getAnnotation(Glasshouse.class);
        if (own != null) {
            return Optional.of(new Wish(own, testClass));
        }
        for (Class<?> around = testClass; around != null; around = around.getEnclosingClass()) {
            Optional<Glasshouse> annotation = AnnotationSupport.findAnnotation(around, Glasshouse.class);
            if (annotation.isPresent()) {
                return Optional.of(new Wish(annotation.get(), around));
            }
        }
        return context.getTestMethod().flatMap(method -> ofAnotherParameter(method, testClass));
    }

    private static Optional<Wish> ofAnotherParameter(Method method, Class<?> testClass) {
        return Arrays.stream(method.getParameters())
                .map(other -> other.getAnnotation(Glasshouse.class))
                .filter(Objects::nonNull)
                .findFirst()
                .map(annotation -> new Wish(annotation, testClass));
    }

    private static TestOccupant occupant(Wish wish, ExtensionContext context) {
        TemplateKey key = wish.key();
        BuiltTemplate template = template(key, wish, context);
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(Occupants.class, any -> new Occupants(), Occupants.class)
                .in(template, context.getUniqueId());
    }

    private static BuiltTemplate template(TemplateKey key, Wish wish, ExtensionContext context) {
        BuiltTemplate template = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        "template " + key.name(),
                        name -> BuiltTemplate.build(key, TemplateKey.builder(wish.annotation(), wish.testClass())),
                        BuiltTemplate.class);
        if (!template.key().equals(key)) {
            throw new IllegalArgumentException("the template '" + key.name()
                    + "' was built already with another seed, account or time: " + template.key());
        }
        return template;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isEmpty()) {
            return;
        }
        Occupants occupants = context.getStore(NAMESPACE).get(Occupants.class, Occupants.class);
        if (occupants != null) {
            String test = context.getRequiredTestClass().getSimpleName() + ", " + context.getDisplayName();
            occupants.all().forEach(occupant -> System.err.print(FailureReport.of(test, occupant)));
        }
    }
}
