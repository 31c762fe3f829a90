package io.deviceregistry.account;

import java.time.Instant;

import io.deviceregistry.identity.Prn;

/**
 * Fired when an account is removed, for features that store something about it. It may be fired more than once for the same
 * account.
 *
 * @param before remove what was created before this time; what is newer belongs to a later account with the same id
 */
public record AccountRemoved(Prn account, Instant before) {
}
