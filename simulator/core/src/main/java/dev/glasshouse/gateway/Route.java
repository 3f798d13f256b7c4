package dev.glasshouse.gateway;

import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.wire.Protocol;
import java.util.Map;

/**
 * Where a request goes.
 *
 * @param service the service
 * @param operation the operation
 * @param protocol the protocol that the request speaks and the answer must
 * @param labels the labels of the operation's path
 */
record Route(ServiceModel service, OperationModel operation, Protocol protocol, Map<String, String> labels) {}
