package io.deviceregistry.http;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The response of a route that has nothing else to return. */
@Schema(examples = "{\"status\": \"OK\"}")
public record Status(String status) {

    public static final Status OK = new Status("OK");
}
