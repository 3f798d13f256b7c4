package dev.glasshouse.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Compiled documents by their text, the ones used last. Documents were validated when they were written; should one be
 * unreadable all the same, it stands for a policy that allows nothing.
 */
public final class PolicyDocuments {

    private static final int MOST = 4_096;

    private record Source(String json, PolicyType type) {}

    private final Map<Source, PolicyDocument> documents =
            Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Source, PolicyDocument> eldest) {
                    return size() > MOST;
                }
            });

    /** The compiled form of a document. */
    public PolicyDocument get(String json, PolicyType type) {
        return documents.computeIfAbsent(new Source(json, type), source -> {
            try {
                return PolicyDocument.parse(source.json(), source.type());
            } catch (MalformedPolicyException e) {
                return PolicyDocument.unreadable(source.json(), source.type(), String.valueOf(e.getMessage()));
            }
        });
    }
}
