package io.deviceregistry.openapi;

import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.enterprise.inject.build.compatible.spi.MethodConfig;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;

/**
 * Takes the OpenAPI document out of the start. Quarkus would parse it and write it in both formats each time, a tenth of
 * the work of a start on a JVM, for a document that most processes never serve.
 */
public final class OpenApiOnDemand implements BuildCompatibleExtension {

    @Enhancement(types = OpenApiDocumentService.class)
    public void defer(MethodConfig method) {
        String name = method.info().name();
        // In development and in tests the framework's classes do not see those of the application.
        if (LaunchMode.current() == LaunchMode.NORMAL && (name.equals("prepareDocument") || name.equals("getDocument"))) {
            method.addAnnotation(OnDemand.class);
        }
    }
}
