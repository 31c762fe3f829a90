package io.deviceregistry.persistence;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.mongodb.panache.common.MongoDatabaseResolver;

/**
 * Tells Panache the name of the database. Panache itself keeps the name that it reads first for as long as the JVM runs, so that in
 * development mode and in tests a second start of the service would use the database of the first.
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
