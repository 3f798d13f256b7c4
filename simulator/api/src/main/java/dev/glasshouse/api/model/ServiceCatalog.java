package dev.glasshouse.api.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.api.GeneratedServices;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The services whose tables this build has. The index is small; a table is read at its service's first use. */
public final class ServiceCatalog {

    private static final String FOLDER = "/dev/glasshouse/api/";
    private static final Map<String, ServiceModel> LOADED = new ConcurrentHashMap<>();

    private ServiceCatalog() {}

    private static final class Index {
        static final List<ServiceNames> NAMES = read();

        private static List<ServiceNames> read() {
            List<ServiceNames> names = new ArrayList<>();
            ObjectMapper json = new ObjectMapper();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(open("index.jsonl"), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    JsonNode node = json.readTree(line);
                    List<String> protocols = new ArrayList<>();
                    node.get("protocols").forEach(protocol -> protocols.add(protocol.asText()));
                    names.add(new ServiceNames(
                            node.get("service").asText(),
                            node.get("signingName").asText(),
                            node.get("endpointPrefix").asText(),
                            node.has("targetPrefix") ? node.get("targetPrefix").asText() : null,
                            node.get("apiVersion").asText(),
                            protocols));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the index of services cannot be read", e);
            }
            return List.copyOf(names);
        }
    }

    /** All services by name. */
    public static List<ServiceNames> names() {
        return Index.NAMES;
    }

    /**
     * The model of a service.
     *
     * @throws IllegalArgumentException if there is no table of that name
     */
    public static ServiceModel service(String name) {
        ServiceModel loaded = LOADED.get(name);
        return loaded != null ? loaded : LOADED.computeIfAbsent(name, ServiceCatalog::load);
    }

    private static ServiceModel load(String name) {
        if (names().stream().noneMatch(known -> known.name().equals(name))) {
            throw new IllegalArgumentException("no service is named " + name);
        }
        if (ServiceCatalog.class.getResource(FOLDER + name + ".jsonl") == null) {
            return unsimulated(name);
        }
        try (InputStream in = open(name + ".jsonl")) {
            return TableReader.read(in, shape -> GeneratedServices.factory(name, shape));
        } catch (IOException e) {
            throw new UncheckedIOException("the table of " + name + " cannot be read", e);
        }
    }

    /** A service of which only the operations' names and HTTP bindings are known. */
    private static ServiceModel unsimulated(String name) {
        String begin = "{\"service\":\"" + name + "\",";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open("others.jsonl"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(begin)) {
                    return TableReader.readLine(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the other services cannot be read", e);
        }
        throw new IllegalStateException(name + " is in the index and in no table");
    }

    private static InputStream open(String file) throws IOException {
        InputStream in = ServiceCatalog.class.getResourceAsStream(FOLDER + file);
        if (in == null) {
            throw new IOException(FOLDER + file + " is missing");
        }
        return in;
    }
}
