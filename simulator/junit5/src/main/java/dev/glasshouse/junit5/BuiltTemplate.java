package dev.glasshouse.junit5;

import dev.glasshouse.Simulator;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.SandboxImage;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** A template that was built: a simulator, and the moment of a sandbox from which tests fork. */
// the deprecated type is the one that every JUnit 5 closes
@SuppressWarnings("deprecation")
final class BuiltTemplate implements AutoCloseable, ExtensionContext.Store.CloseableResource {

    private final TemplateKey key;
    private final Simulator simulator;
    private final SandboxImage image;
    private final AtomicLong nth = new AtomicLong();
    private @Nullable HttpEndpoints endpoints;

    private BuiltTemplate(TemplateKey key, Simulator simulator, SandboxImage image) {
        this.key = key;
        this.simulator = simulator;
        this.image = image;
    }

    /**
     * Builds a template.
     *
     * @param builder the class whose {@link Template} methods fill it
     */
    static BuiltTemplate build(TemplateKey key, Class<?> builder) {
        Simulator simulator =
                Simulator.builder().seed(key.seed()).account(key.account()).start();
        Sandbox sandbox = simulator.create(
                "template",
                key.seedOfTemplate(),
                key.start(simulator.sandboxes().wallClock().now()));
        try (Occupant occupant = new Occupant(sandbox)) {
            for (Method method : methods(builder)) {
                fill(method, occupant);
            }
        }
        return new BuiltTemplate(key, simulator, simulator.sandboxes().snapshot(sandbox, "template"));
    }

    private static List<Method> methods(Class<?> builder) {
        return AnnotationSupport.findAnnotatedMethods(builder, Template.class, HierarchyTraversalMode.TOP_DOWN);
    }

    private static void fill(Method method, Occupant occupant) {
        if (!Modifier.isStatic(method.getModifiers())) {
            throw new ExtensionConfigurationException("@Template method " + method + " is not static");
        }
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = occupant.argument(method.getParameters()[i]);
        }
        ReflectionSupport.invokeMethod(method, null, arguments);
    }

    TemplateKey key() {
        return key;
    }

    Simulator simulator() {
        return simulator;
    }

    /** A sandbox for a test, under a name that no other has. */
    Sandbox fork(String uniqueId) {
        return simulator.sandboxes().fork(image, key.seedOfTest(uniqueId), "test-" + nth.incrementAndGet());
    }

    /** The HTTP server of all tests of this template. */
    synchronized HttpEndpoints endpoints() {
        if (endpoints == null) {
            endpoints = HttpEndpoints.start(simulator);
        }
        return endpoints;
    }

    @Override
    public synchronized void close() {
        if (endpoints != null) {
            endpoints.close();
        }
        simulator.close();
    }
}
