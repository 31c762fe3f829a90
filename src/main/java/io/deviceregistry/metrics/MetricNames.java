package io.deviceregistry.metrics;

import java.util.Set;

/**
 * The names of every family and label that the service itself makes. They are stable: dashboards and alerts depend on them.
 * Families that are not named here come from libraries, under the names of these.
 */
final class MetricNames {

    static final String BUILD_INFO = "build_info";
    static final String VERSION_MAJOR = "registry_version_major";
    static final String VERSION_MINOR = "registry_version_minor";
    static final String VERSION_PATCH = "registry_version_patch";
    static final String EXPORTER_INFO = "exporter_info";
    static final String JVM_INFO = "jvm_info";

    static final String DATABASE_CONNECTED = "database_connected";
    static final String DATABASE_WRITABLE = "database_writable";
    static final String DATABASE_INFO = "database_info";

    static final String HTTP_DURATION = "http_requests_duration_seconds";
    static final String HTTP_IN_PROGRESS = "http_requests_in_progress";
    static final String HTTP_REQUESTS = "http_requests_total";
    static final String HTTP_EXCEPTIONS = "http_requests_exceptions_total";
    static final String HTTP_RESPONSE_SIZE = "http_response_size_bytes";
    static final String TLS_HANDSHAKE_ERRORS = "tls_handshake_errors_total";

    static final String DEVICES = "registry_devices";
    static final String DEVICES_PUBLIC = "registry_devices_public";
    static final String ACCOUNTS = "registry_accounts";
    static final String TOKENS = "registry_tokens";
    static final String ENTITIES_AGE = "registry_entities_age_seconds";

    static final String REGISTRATIONS = "registry_registrations_total";
    static final String CLAIMS = "registry_claims_total";
    static final String AUTHENTICATION_ATTEMPTS = "authentication_attempts_total";
    static final String AUTHENTICATION_DURATION = "authentication_duration_seconds";
    static final String AUTHORIZATION_ATTEMPTS = "authorization_attempts_total";

    static final String RATE_LIMITED = "registry_rate_limited_total";

    static final String JOB_RUNS = "registry_job_runs_total";
    static final String JOB_DURATION = "registry_job_duration_seconds";
    static final String JOB_LAST_SUCCESS = "registry_job_last_success_timestamp_seconds";

    static final String REGISTERED_METRICS = "registered_metrics_total";
    static final String DISABLED_METRICS = "disabled_metrics_total";
    static final String HIDDEN_METRICS = "hidden_metrics_total";
    static final String SCRAPES_IN_FLIGHT = "promhttp_metric_handler_requests_in_flight";
    static final String SCRAPES = "promhttp_metric_handler_requests_total";

    static final String PROCESS_VIRTUAL_MEMORY_MAX = "process_virtual_memory_max_bytes";

    static final Set<String> STABLE = Set.of(BUILD_INFO, VERSION_MAJOR, VERSION_MINOR, VERSION_PATCH, EXPORTER_INFO,
            JVM_INFO, DATABASE_CONNECTED, DATABASE_WRITABLE, DATABASE_INFO, HTTP_DURATION, HTTP_IN_PROGRESS, HTTP_REQUESTS,
            HTTP_EXCEPTIONS,
            HTTP_RESPONSE_SIZE, TLS_HANDSHAKE_ERRORS, DEVICES, DEVICES_PUBLIC, ACCOUNTS, TOKENS, ENTITIES_AGE,
            REGISTRATIONS, CLAIMS, AUTHENTICATION_ATTEMPTS, AUTHENTICATION_DURATION, AUTHORIZATION_ATTEMPTS, RATE_LIMITED,
            JOB_RUNS,
            JOB_DURATION, JOB_LAST_SUCCESS, REGISTERED_METRICS, DISABLED_METRICS, HIDDEN_METRICS, SCRAPES_IN_FLIGHT, SCRAPES,
            PROCESS_VIRTUAL_MEMORY_MAX, "process_cpu_seconds_total", "process_open_fds", "process_max_fds",
            "process_resident_memory_bytes", "process_virtual_memory_bytes", "process_start_time_seconds");

    static final String HANDLER = "handler";
    static final String METHOD = "method";
    static final String STATUS = "status";
    static final String EXCEPTION = "exception";
    static final String STATE = "state";
    static final String TYPE = "type";
    static final String KIND = "kind";
    static final String ALLOWED = "allowed";
    static final String STATUS_CODE = "status_code";
    static final String RESULT = "result";
    static final String LIMIT = "limit";
    static final String JOB = "job";
    static final String CODE = "code";
    static final String STABILITY_LEVEL = "stability_level";

    private MetricNames() {
    }
}
