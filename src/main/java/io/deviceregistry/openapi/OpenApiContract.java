package io.deviceregistry.openapi;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

import io.deviceregistry.auth.Requires;
import io.deviceregistry.problem.ProblemType;
import io.quarkus.smallrye.openapi.OpenApiFilter;

/**
 * Adds to the OpenAPI document what all routes have in common: authentication, problems, and the parameter of administrators. It
 * reads {@link Requires}, so that the document agrees with the service.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class OpenApiContract implements OASFilter {

    private static final String BEARER = "bearer";
    private static final String PROBLEM = "application/problem+json";
    private static final DotName REQUIRES = DotName.createSimple(Requires.class);
    private static final DotName OPERATION = DotName
            .createSimple("org.eclipse.microprofile.openapi.annotations.Operation");
    private static final Set<PathItem.HttpMethod> WRITES = Set.of(PathItem.HttpMethod.PUT, PathItem.HttpMethod.PATCH,
            PathItem.HttpMethod.DELETE);

    /** Routes without a body that can still answer 422, because of a limit. */
    private static final Set<String> LIMITED = Set.of("registerCertificate");

    private static final Map<String, String> TAGS = Map.of(
            "auth", "Logging in, access tokens and keys",
            "accounts", "Owners and administrators",
            "certificates", "Client certificates with which devices log in",
            "devices", "Registering, finding, claiming, changing and retiring devices",
            "metadata", "What owners and devices write about devices",
            "tokens", "Auto-assign tokens",
            "health", "Whether the service can serve",
            "metrics", "For Prometheus",
            "problems", "The kinds of errors");

    private final Map<String, AnnotationInstance> requirements = new HashMap<>();

    /** Called at build time with the index of the application's classes. */
    public OpenApiContract(IndexView index) {
        for (AnnotationInstance operation : index.getAnnotations(OPERATION)) {
            if (operation.target().kind() == AnnotationTarget.Kind.METHOD) {
                AnnotationInstance requires = operation.target().asMethod().annotation(REQUIRES);
                if (requires != null) {
                    requirements.put(operation.value("operationId").asString(), requires);
                }
            }
        }
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, Schema> schemas = new TreeMap<>(document.getComponents().getSchemas());
        // The generated schemas describe the classes of the JSON library instead of the JSON that they represent.
        schemas.keySet().removeAll(Set.of("JsonNode", "JsonNodeType"));
        schemas.put("ObjectNode",
                typed(Schema.SchemaType.OBJECT, "A JSON object").additionalPropertiesSchema(OASFactory.createSchema()));
        document.getComponents().schemas(schemas);
        document.getComponents().addSchema("Problem", problemSchema())
                .addSecurityScheme(BEARER, OASFactory.createSecurityScheme().type(SecurityScheme.Type.HTTP)
                        .scheme(BEARER).bearerFormat("JWT")
                        .description("An access token from POST /auth/login. Scopes: all, devices, devices.readonly,"
                                + " devices.write, devices.change, metrics.readonly, each with the"
                                + " prefix prn:pantahub.com:apis:/base/ or without it."));
        new TreeMap<>(TAGS).forEach((name, description) -> document
                .addTag(OASFactory.createTag().name(name).description(description)));
        document.getPaths().addPathItem("/metrics", metrics());
        document.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .forEach((method, operation) -> complete(path, method, operation)));
    }

    private void complete(String path, PathItem.HttpMethod method, Operation operation) {
        problem(operation, ProblemType.BAD_REQUEST);
        problem(operation, ProblemType.INTERNAL_ERROR);
        operation.getResponses().addAPIResponse("414", bare("The request line is longer than the limit"))
                .addAPIResponse("431", bare("The headers are longer than the limit"));
        if (path.contains("{")) {
            problem(operation, ProblemType.NOT_FOUND);
        }
        if (!path.startsWith("/auth") && !path.startsWith("/devices")) {
            return;
        }
        AnnotationInstance requires = requirements.get(operation.getOperationId());
        if (requires != null) {
            if (is(requires, "optional")) {
                operation.addSecurityRequirement(OASFactory.createSecurityRequirement());
            }
            operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(BEARER));
            if (!is(requires, "ownOnly")) {
                operation.addParameter(asAdmin());
            }
            problem(operation, ProblemType.FORBIDDEN);
        }
        if (requires != null || operation.getOperationId().equals("login")) {
            problem(operation, ProblemType.UNAUTHENTICATED);
            tooManyRequests(operation);
        }
        if (WRITES.contains(method) || method == PathItem.HttpMethod.POST) {
            problem(operation, ProblemType.INSUFFICIENT_STORAGE);
        }
        if (WRITES.contains(method) || method == PathItem.HttpMethod.POST && path.contains("{")) {
            problem(operation, ProblemType.CONFLICT);
            problem(operation, ProblemType.PRECONDITION_FAILED);
        }
        if (operation.getOperationId().equals("registerDevice")) {
            problem(operation, ProblemType.NICK_TAKEN);
        }
        if (operation.getOperationId().equals("createAccount")) {
            problem(operation, ProblemType.ACCOUNT_REFUSED);
        }
        if (operation.getRequestBody() != null) {
            problem(operation, ProblemType.REQUEST_TIMEOUT);
            problem(operation, ProblemType.CONTENT_TOO_LARGE);
            problem(operation, ProblemType.UNSUPPORTED_MEDIA_TYPE);
            problem(operation, ProblemType.UNPROCESSABLE);
        }
        if (LIMITED.contains(operation.getOperationId())) {
            problem(operation, ProblemType.UNPROCESSABLE);
        }
        problem(operation, ProblemType.UNAVAILABLE);
    }

    private static boolean is(AnnotationInstance requires, String member) {
        return requires.value(member) != null && requires.value(member).asBoolean();
    }

    private static void problem(Operation operation, ProblemType type) {
        String status = Integer.toString(type.status());
        // Keeps responses that a resource declares itself, and more specific kinds of problems.
        if (operation.getResponses().getAPIResponse(status) == null) {
            operation.getResponses().addAPIResponse(status, problem(type));
        }
    }

    private static void tooManyRequests(Operation operation) {
        problem(operation, ProblemType.TOO_MANY_REQUESTS);
        operation.getResponses().getAPIResponse("429")
                .addHeader("Retry-After", header("Seconds to wait", Schema.SchemaType.INTEGER))
                .addHeader("RateLimit", header("What is left of the limit, and the seconds until more is available"
                        + " (draft-ietf-httpapi-ratelimit-headers-10)", Schema.SchemaType.STRING))
                .addHeader("RateLimit-Policy", header("The limit, and its period in seconds", Schema.SchemaType.STRING));
    }

    private static Header header(String description, Schema.SchemaType type) {
        return OASFactory.createHeader().description(description).schema(OASFactory.createSchema().addType(type));
    }

    private static APIResponse problem(ProblemType type) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", type.uri());
        example.put("title", type.title());
        example.put("status", type.status());
        example.put("detail", type.description());
        example.put("instance", "/devices/");
        example.put("error", type.description());
        example.put("code", type.status());
        MediaType media = OASFactory.createMediaType().schema(OASFactory.createSchema().ref("Problem")).example(example);
        Content content = OASFactory.createContent().addMediaType(PROBLEM, media);
        return OASFactory.createAPIResponse().description(type.description()).content(content);
    }

    /** A response of the HTTP parser, which has no body. */
    private static APIResponse bare(String description) {
        return OASFactory.createAPIResponse().description(description + "; without a body");
    }

    private static Schema problemSchema() {
        Schema violation = typed(Schema.SchemaType.OBJECT, "A rule that the request breaks")
                .addProperty("field", typed(Schema.SchemaType.STRING, "The member or parameter"))
                .addProperty("message", typed(Schema.SchemaType.STRING, "What is wrong with it"));
        return typed(Schema.SchemaType.OBJECT, "A problem document (RFC 9457)")
                .addProperty("type", typed(Schema.SchemaType.STRING, "The kind of problem: the path of its description"))
                .addProperty("title", typed(Schema.SchemaType.STRING, "The kind of problem in words"))
                .addProperty("status", typed(Schema.SchemaType.INTEGER, "The HTTP status"))
                .addProperty("detail", typed(Schema.SchemaType.STRING, "What happened"))
                .addProperty("instance", typed(Schema.SchemaType.STRING, "The path of the request"))
                .addProperty("error", typed(Schema.SchemaType.STRING, "The same as detail, for PANTAHUB clients"))
                .addProperty("code", typed(Schema.SchemaType.INTEGER, "The same as status, for PANTAHUB clients"))
                .addProperty("incident", typed(Schema.SchemaType.STRING, "For a 5xx: the id in the log of the service"))
                .addProperty("violations",
                        typed(Schema.SchemaType.ARRAY, "Each rule that the request breaks").items(violation));
    }

    private static Schema typed(Schema.SchemaType type, String description) {
        return OASFactory.createSchema().addType(type).description(description);
    }

    private static Parameter asAdmin() {
        return OASFactory.createParameter().in(In.QUERY).name("asadmin")
                .description("yes: act as an administrator on what belongs to others")
                .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING).enumeration(List.of("yes")));
    }

    private static PathItem metrics() {
        Schema text = OASFactory.createSchema().addType(Schema.SchemaType.STRING);
        Content content = OASFactory.createContent()
                .addMediaType("text/plain", OASFactory.createMediaType().schema(text)
                        .example("# TYPE jvm_threads_live_threads gauge\njvm_threads_live_threads 24.0\n"))
                .addMediaType("application/openmetrics-text", OASFactory.createMediaType().schema(text));
        Parameter names = OASFactory.createParameter().in(In.QUERY).name("name[]")
                .description("Only these metric families")
                .schema(OASFactory.createSchema().addType(Schema.SchemaType.ARRAY).items(text));
        return OASFactory.createPathItem().GET(OASFactory.createOperation().operationId("getMetrics")
                .summary("Prometheus metrics")
                .description("In the text format of Prometheus, or in OpenMetrics if the caller prefers it.").addTag("metrics")
                .addParameter(names)
                .responses(OASFactory.createAPIResponses().addAPIResponse("200",
                        OASFactory.createAPIResponse().description("The metrics").content(content))));
    }
}
