package io.deviceregistry.persistence;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.mongodb.panache.common.MongoDatabaseResolver;

/**
 * Resolves the name of the database for Panache. Panache itself caches the first name for the lifetime of the JVM, so that in dev
 * mode and in tests a restarted service would use the database of the first start.
 */
@Singleton
final class DatabaseNameResolver implements MongoDatabaseResolver {

    private final String name;

    DatabaseNameResolver(@ConfigProperty(name = "quarkus.mongodb.database") String name) {
        this.name = name;
    }

    @Override
    public String resolve() {
        return name;
    }
}
