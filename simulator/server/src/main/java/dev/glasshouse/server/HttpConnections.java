package dev.glasshouse.server;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/** Connections that read in segments, and overlook an {@code Expect} that nobody knows, as S3 does: Jetty would answer 417. */
final class HttpConnections extends HttpConnectionFactory {

    /** Bytes that are read of a connection at once: a segment of a body, as it is sealed. */
    private static final int INPUT = 64 * 1024;

    HttpConnections(HttpConfiguration rules) {
        super(rules);
        setInputBufferSize(INPUT);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        HttpConnection connection = new Tolerant(getHttpConfiguration(), connector, endPoint);
        connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
        return configure(connection, connector, endPoint);
    }

    private static final class Tolerant extends HttpConnection {
        Tolerant(HttpConfiguration rules, Connector connector, EndPoint endPoint) {
            super(rules, connector, endPoint);
        }

        @Override
        protected RequestHandler newRequestHandler() {
            return new RequestHandler() {
                @Override
                public void parsedHeader(HttpField field) {
                    boolean odd =
                            field.getHeader() == HttpHeader.EXPECT && !HttpHeaderValue.CONTINUE.is(field.getValue());
                    // kept for whom it concerns, such as a signature, but a mere name to Jetty
                    super.parsedHeader(odd ? new HttpField(null, field.getName(), field.getValue()) : field);
                }
            };
        }
    }
}
