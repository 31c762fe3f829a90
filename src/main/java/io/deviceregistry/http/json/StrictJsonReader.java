package io.deviceregistry.http.json;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;

import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

import io.deviceregistry.http.body.BodyConfig;
import io.deviceregistry.http.body.BodyLimit;

/**
 * Reads the bodies of all resources. An empty body is {@code null}, whatever its Content-Type: devices register themselves
 * without either.
 */
@Provider
@Consumes(MediaType.WILDCARD)
@Priority(Priorities.USER - 1000)
public final class StrictJsonReader implements ServerMessageBodyReader<Object> {

    private final StrictJson json;
    private final BodyConfig limits;

    StrictJsonReader(StrictJson json, BodyConfig limits) {
        this.json = json;
        this.limits = limits;
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return true;
    }

    @Override
    public Object readFrom(Class<Object> type, Type genericType, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, String> headers, InputStream stream) throws IOException {
        return read(genericType, stream);
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, ResteasyReactiveResourceInfo method, MediaType mediaType) {
        return true;
    }

    /** In addition to the standard method, for which the framework would parse the annotations of the method in each request. */
    @Override
    public Object readFrom(Class<Object> type, Type genericType, MediaType mediaType, ServerRequestContext context)
            throws IOException {
        return read(genericType, context.getInputStream());
    }

    private Object read(Type genericType, InputStream stream) throws IOException {
        byte[] body = BodyLimit.read(stream, limits);
        return body.length == 0 ? null : json.read(body, json.type(genericType));
    }
}
