package io.deviceregistry.bench;

import io.vertx.core.http.HttpMethod;

/**
 * One HTTP request.
 *
 * @param token an access token, {@code null} for none
 * @param body JSON, {@code null} for none
 */
record Call(HttpMethod method, String path, String token, String body) {

    static Call get(String path, String token) {
        return new Call(HttpMethod.GET, path, token, null);
    }

    static Call post(String path, String token, String body) {
        return new Call(HttpMethod.POST, path, token, body);
    }

    static Call put(String path, String token, String body) {
        return new Call(HttpMethod.PUT, path, token, body);
    }

    static Call patch(String path, String token, String body) {
        return new Call(HttpMethod.PATCH, path, token, body);
    }

    static Call delete(String path, String token) {
        return new Call(HttpMethod.DELETE, path, token, null);
    }
}
