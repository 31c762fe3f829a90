package io.deviceregistry.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The minimum and the maximum of a configured duration or size. The configuration check reads them from a resource that is
 * generated from the sources.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface Bounds {

    String min();

    String max();
}
