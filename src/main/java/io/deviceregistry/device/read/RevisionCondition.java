package io.deviceregistry.device.read;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.ws.rs.core.HttpHeaders;

import io.deviceregistry.device.MetaPart;
import io.deviceregistry.device.UpdatePrecondition;
import io.deviceregistry.http.EntityTagList;
import io.deviceregistry.http.EntityTagList.Tag;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.problem.ProblemException;

/**
 * {@code If-Match} and {@code If-None-Match} of a write (RFC 9110, section 13.2.2). Only the revision of the written part is
 * compared, so that reports of a device never make the edits of its owner stale.
 */
public record RevisionCondition(Optional<EntityTagList> ifMatch, Optional<EntityTagList> ifNoneMatch) {

    /** The syntax that {@link DeviceTags} writes: the tag of one part or of a whole device, with an optional content coding. */
    private static final Pattern REVISIONS = Pattern
            .compile("(?:u(?<u>%N)|d(?<d>%N)|u(?<ou>%N)\\.d(?<od>%N)\\.[0-9a-f]+)(?:-[a-z]+)?".replace("%N",
                    "[1-9][0-9]{0,17}"));

    /** @throws ProblemException bad-request */
    public static RevisionCondition of(HttpHeaders headers) {
        return new RevisionCondition(EntityTagList.read(headers, HttpHeaders.IF_MATCH),
                EntityTagList.read(headers, HttpHeaders.IF_NONE_MATCH));
    }

    public boolean isPresent() { return ifMatch.isPresent() || ifNoneMatch.isPresent(); }

    /** The precondition that this condition holds for the part. */
    public UpdatePrecondition guard(DeviceId id, MetaPart part) {
        UpdatePrecondition guard = UpdatePrecondition.of(id).unless(unwanted(part));
        return wanted(part).map(guard::ofRevisions).orElse(guard);
    }

    /** The revisions that the condition allows; empty for any. Weak tags never match. */
    private Optional<Set<Long>> wanted(MetaPart part) {
        if (ifNoneMatch.filter(EntityTagList::any).isPresent()) {
            // The device exists, so {@code If-None-Match: *} never holds.
            return Optional.of(Set.of());
        }
        return ifMatch.filter(list -> !list.any()).map(list -> revisions(list, part, tag -> !tag.weak()));
    }

    private Set<Long> unwanted(MetaPart part) {
        return ifNoneMatch.map(list -> revisions(list, part, tag -> true)).orElse(Set.of());
    }

    private static Set<Long> revisions(EntityTagList list, MetaPart part, Predicate<Tag> counted) {
        return list.tags().stream().filter(counted).map(tag -> revision(tag.opaque(), part)).flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Long> revision(String opaque, MetaPart part) {
        Matcher tag = REVISIONS.matcher(opaque);
        if (!tag.matches()) {
            return Optional.empty();
        }
        String group = part == MetaPart.USER ? "u" : "d";
        return Optional.ofNullable(tag.group(group)).or(() -> Optional.ofNullable(tag.group("o" + group))).map(Long::valueOf);
    }
}
