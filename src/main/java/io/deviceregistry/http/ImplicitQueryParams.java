package io.deviceregistry.http;

import java.lang.reflect.Method;
import java.util.Set;

/** Names query parameters that resource methods accept in addition to those that they declare. */
public interface ImplicitQueryParams {

    Set<String> of(Method resourceMethod);
}
