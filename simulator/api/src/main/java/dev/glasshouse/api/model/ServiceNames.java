package dev.glasshouse.api.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a service before its table is loaded: enough to route a request to it.
 *
 * @param name our name, as in {@link ServiceModel#name()}
 * @param signingName the service name in a credential scope
 * @param endpointPrefix the host's first label
 * @param targetPrefix the prefix of {@code X-Amz-Target}, or null
 * @param apiVersion the API date, which query requests carry as {@code Version}
 * @param protocols the wire protocols, the preferred one first
 */
public record ServiceNames(
        String name,
        String signingName,
        String endpointPrefix,
        @Nullable String targetPrefix,
        String apiVersion,
        List<String> protocols) {

    public ServiceNames {
        protocols = List.copyOf(protocols);
    }
}
