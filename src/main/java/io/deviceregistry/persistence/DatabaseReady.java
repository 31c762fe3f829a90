package io.deviceregistry.persistence;

/**
 * Fired when the database can be used. Each observer is notified once; again only if it failed because the database became
 * unavailable.
 */
public record DatabaseReady() {
}
