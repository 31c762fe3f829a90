package io.deviceregistry.account;

/** Whom an access token stands for. */
public enum PrincipalType {
    USER,
    DEVICE,
    SERVICE,
    SESSION
}
