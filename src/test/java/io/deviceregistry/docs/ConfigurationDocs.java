package io.deviceregistry.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;

/**
 * Writes the reference of the configuration from the sources: from the {@code @ConfigMapping} interfaces, their defaults,
 * their bounds and their Javadoc. The compiler only parses; nothing is loaded.
 */
final class ConfigurationDocs {

    private static final Map<String, String> TYPES = Map.ofEntries(Map.entry("String", "text"), Map.entry("int", "number"),
            Map.entry("long", "number"), Map.entry("Integer", "number"), Map.entry("boolean", "`true`, `false`"),
            Map.entry("Duration", "duration"),
            Map.entry("MemorySize", "size"), Map.entry("Path", "path"), Map.entry("URI", "URL"),
            Map.entry("List<String>", "texts, separated by commas"), Map.entry("List<Path>", "paths, separated by commas"),
            Map.entry("List<Pattern>", "regular expressions, separated by commas"), Map.entry("Rate", "rate"));

    /** The same for the resource by which the service checks its configuration, see {@code ValueType}. */
    private static final Map<String, String> VALUE_TYPES = Map.ofEntries(Map.entry("String", "text"),
            Map.entry("int", "number"),
            Map.entry("Integer", "number"), Map.entry("boolean", "flag"), Map.entry("Duration", "duration"),
            Map.entry("MemorySize", "size"), Map.entry("Path", "path"), Map.entry("URI", "url"),
            Map.entry("List<String>", "text list"), Map.entry("List<Path>", "path list"),
            Map.entry("List<Pattern>", "pattern list"), Map.entry("Rate", "rate"));
    /** Keys that stand in no mapping, because they share the prefix of all of them. */
    private static final Map<String, String> OTHER_KEYS = Map.of("registry.trusted-proxies", "address list",
            "registry.trusted-proxies-header", "choice choices=auto|forwarded|x-forwarded default=auto");

    private final DocTrees docs;
    private final Map<String, String> keys = new TreeMap<>(OTHER_KEYS);
    /** By prefix, so that the order does not depend on the file system. */
    private final Map<String, String> sections = new TreeMap<>();

    private ConfigurationDocs(DocTrees docs) {
        this.docs = docs;
    }

    /** The reference as Markdown. */
    static String generate(Path sources) {
        return String.join("\n", read(sources).sections.values());
    }

    /** The keys with the values that they take, one on each line. */
    static String keys(Path sources) {
        return read(sources).keys.entrySet().stream()
                .map(key -> key.getKey() + "=" + key.getValue().replace("\\", "\\\\") + "\n")
                .collect(Collectors.joining());
    }

    private static ConfigurationDocs read(Path sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null,
                    files.getJavaFileObjectsFromPaths(mappings(sources)));
            ConfigurationDocs generator = new ConfigurationDocs(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                generator.new MappingScanner().scan(new TreePath(unit), null);
            }
            return generator;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> mappings(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java")).filter(ConfigurationDocs::isMapping).toList();
        }
    }

    private static boolean isMapping(Path file) {
        try {
            return Files.readString(file).contains("@ConfigMapping");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class MappingScanner extends TreePathScanner<Void, Void> {

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            annotation(type.getModifiers().getAnnotations(), "ConfigMapping").ifPresent(mapping -> {
                String prefix = argument(mapping, "prefix").orElseThrow();
                sections.put(prefix, "### " + prefix + "\n\n" + markdown(getCurrentPath()) + "\n\n"
                        + "| key | environment variable | type | default | meaning |\n|---|---|---|---|---|\n"
                        + String.join("", rows(prefix, getCurrentPath())));
            });
            return super.visitClass(type, nothing);
        }
    }

    private List<String> rows(String prefix, TreePath mapping) {
        ClassTree type = (ClassTree) mapping.getLeaf();
        Map<String, ClassTree> nested = type.getMembers().stream().filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .collect(Collectors.toMap(inner -> inner.getSimpleName().toString(), inner -> inner));
        List<String> rows = new ArrayList<>();
        for (Tree member : type.getMembers()) {
            if (member instanceof MethodTree method && method.getBody() == null) {
                String key = prefix + "." + annotation(method.getModifiers().getAnnotations(), "WithName")
                        .flatMap(name -> argument(name, "value")).orElse(kebab(method.getName().toString()));
                ClassTree inner = nested.get(method.getReturnType().toString());
                if (inner != null && inner.getKind() == Tree.Kind.INTERFACE) {
                    rows.addAll(rows(key, new TreePath(mapping, inner)));
                } else {
                    rows.add(row(key, method, inner, markdown(new TreePath(mapping, method))));
                }
            }
        }
        return rows;
    }

    private String row(String key, MethodTree method, ClassTree constants, String meaning) {
        Optional<String> given = annotation(method.getModifiers().getAnnotations(), "WithDefault")
                .flatMap(annotation -> argument(annotation, "value"));
        keys.put(key, valueType(method, constants) + given.map(text -> " default=" + text).orElse(""));
        String value = given.map(ConfigurationDocs::code).orElse("none");
        String environment = key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        return "| " + String.join(" | ", code(key), code(environment), type(method, constants), value,
                meaning.replace("|", "\\|")) + " |\n";
    }

    private static String valueType(MethodTree method, ClassTree constants) {
        if (constants != null) {
            return "choice choices=" + String.join("|", choices(constants));
        }
        ValueTree value = ValueTree.of(method);
        String type = VALUE_TYPES.get(value.type().toString());
        if (type == null) {
            throw new IllegalStateException(value.type() + " is missing in VALUE_TYPES, and perhaps in ValueType");
        }
        return type + bound(value.annotations(), "Min", "value", " min=") + bound(value.annotations(), "Max", "value", " max=")
                + bound(value.annotations(), "Bounds", "min", " min=") + bound(value.annotations(), "Bounds", "max", " max=")
                + bound(value.annotations(), "Pattern", "regexp", " pattern=");
    }

    private static List<String> choices(ClassTree constants) {
        return constants.getMembers().stream().filter(VariableTree.class::isInstance)
                .map(constant -> kebab(
                        ((VariableTree) constant).getName().toString().toLowerCase(Locale.ROOT).replace('_', '-')))
                .toList();
    }

    /** The type of a value, out of its {@code Optional}, with all its annotations. */
    private record ValueTree(Tree type, List<AnnotationTree> annotations) {

        static ValueTree of(MethodTree method) {
            Tree type = method.getReturnType() instanceof ParameterizedTypeTree optional
                    ? optional.getTypeArguments().get(0)
                    : method.getReturnType();
            List<AnnotationTree> annotations = new ArrayList<>(method.getModifiers().getAnnotations());
            if (type instanceof AnnotatedTypeTree annotated) {
                annotations.addAll(annotated.getAnnotations());
                type = annotated.getUnderlyingType();
            }
            return new ValueTree(type, annotations);
        }
    }

    private static String type(MethodTree method, ClassTree constants) {
        if (constants != null) {
            return choices(constants).stream().map(ConfigurationDocs::code).collect(Collectors.joining(", "));
        }
        ValueTree value = ValueTree.of(method);
        return TYPES.getOrDefault(value.type().toString(), value.type().toString())
                + bound(value.annotations(), "Min", "value", ", at least ")
                + bound(value.annotations(), "Max", "value", ", at most ")
                + bound(value.annotations(), "Bounds", "min", ", at least ")
                + bound(value.annotations(), "Bounds", "max", ", at most ")
                + bound(value.annotations(), "Pattern", "regexp", " like ");
    }

    private static String bound(List<AnnotationTree> annotations, String annotation, String argument, String words) {
        return annotation(annotations, annotation).flatMap(given -> argument(given, argument)).map(value -> words + value)
                .orElse("");
    }

    private static Optional<? extends AnnotationTree> annotation(List<? extends AnnotationTree> annotations, String name) {
        return annotations.stream().filter(given -> given.getAnnotationType().toString().equals(name))
                .findFirst();
    }

    /** Before attribution, {@code @A("x")} has a bare literal and {@code @A(value = "x")} an assignment. */
    private static Optional<String> argument(AnnotationTree annotation, String name) {
        return annotation.getArguments().stream()
                .filter(given -> given instanceof AssignmentTree assignment
                        ? assignment.getVariable().toString().equals(name)
                        : name.equals("value"))
                .map(given -> literal(given instanceof AssignmentTree assignment ? assignment.getExpression() : given))
                .findFirst();
    }

    private static String literal(ExpressionTree expression) {
        return String.valueOf(((com.sun.source.tree.LiteralTree) expression).getValue());
    }

    private String markdown(TreePath path) {
        DocCommentTree comment = docs.getDocCommentTree(path);
        if (comment == null) {
            throw new IllegalStateException(path.getLeaf() + " has no Javadoc, and so the reference would have a gap");
        }
        return comment.getFullBody().stream().map(ConfigurationDocs::markdown).collect(Collectors.joining())
                .replaceAll("\\s+", " ").strip();
    }

    private static String markdown(DocTree tree) {
        return tree instanceof LiteralTree literal ? code(literal.getBody().getBody()) : tree.toString();
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
