package io.deviceregistry.account;

/** Fired when an account is gone, for features that keep something of it. It may be fired again for the same one. */
public record AccountRemoved(Prn account) {
}
