package dev.glasshouse.junit5;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The forks of one test: one, unless its parameters wish for several templates. */
// the deprecated type is the one that every JUnit 5 closes
@SuppressWarnings("deprecation")
final class Occupants implements AutoCloseable, ExtensionContext.Store.CloseableResource {

    private final Map<TemplateKey, TestOccupant> byTemplate = new LinkedHashMap<>();

    /** The test in its fork of a template, made at the first question. */
    synchronized TestOccupant in(BuiltTemplate template, String uniqueId) {
        return byTemplate.computeIfAbsent(template.key(), any -> TestOccupant.of(template, uniqueId));
    }

    synchronized List<TestOccupant> all() {
        return List.copyOf(byTemplate.values());
    }

    @Override
    public synchronized void close() {
        byTemplate.values().forEach(TestOccupant::close);
        byTemplate.clear();
    }
}
