package io.deviceregistry.http;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer of what has nothing else to tell. */
@Schema(examples = "{\"status\": \"OK\"}")
public record Status(String status) {

    public static final Status OK = new Status("OK");
}
