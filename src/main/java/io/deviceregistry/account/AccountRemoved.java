package io.deviceregistry.account;

import java.time.Instant;

import io.deviceregistry.identity.Prn;

/**
 * Fired when an account ends, for features that keep something of it. It may be fired again for the same one.
 *
 * @param before what was made until then ends; what is younger belongs to a later account of the same id
 */
public record AccountRemoved(Prn account, Instant before) {
}
