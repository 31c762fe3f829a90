package io.deviceregistry.persistence;

/** Each observer is told once, when the database can be used; one that fails because the database is away again is told again. */
public record DatabaseReady() {
}
