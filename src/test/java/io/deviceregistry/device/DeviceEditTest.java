package io.deviceregistry.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.secret.SecretHash;

/** Which change an edit describes itself as. */
class DeviceEditTest {

    private static final Actor ACTOR = Actor.of(Prn.ofAccount("6560c1f2a3b4c5d6e7f80911"));

    @Test
    void whatIsSetAloneHasAChangeOfItsOwn() {
        assertEquals(new DeviceChange.Published(ACTOR), DeviceEdit.ofPublic(true).change(ACTOR, MetaPart.USER));
        assertEquals(new DeviceChange.Unpublished(ACTOR), DeviceEdit.ofPublic(false).change(ACTOR, MetaPart.USER));
        assertEquals(new DeviceChange.SecretChanged(ACTOR),
                DeviceEdit.builder().secret(new SecretHash("hash")).build().change(ACTOR, MetaPart.USER));
        for (MetaPart part : MetaPart.values()) {
            assertEquals(new DeviceChange.MetaReplaced(ACTOR, part),
                    DeviceEdit.ofMeta(JsonNodeFactory.instance.objectNode()).change(ACTOR, part));
        }
    }

    @Test
    void otherEditsNameTheirMembers() {
        assertEquals(new DeviceChange.Edited(ACTOR, Set.of("nick")),
                DeviceEdit.builder().nick("boiler").build().change(ACTOR, MetaPart.USER));
        assertEquals(new DeviceChange.Edited(ACTOR, Set.of("labels", "public", "secret", "user-meta")),
                DeviceEdit.builder().labels(Map.of()).isPublic(true).secret(new SecretHash("hash"))
                        .meta(JsonNodeFactory.instance.objectNode()).build().change(ACTOR, MetaPart.USER));
        assertEquals(new DeviceChange.Edited(ACTOR, Set.of()), DeviceEdit.builder().build().change(ACTOR, MetaPart.USER));
    }

    @Test
    void theMembersOfAnEditCannotBeChangedByAnObserver() {
        Set<String> members = new HashSet<>(Set.of("nick"));
        DeviceChange.Edited edited = new DeviceChange.Edited(ACTOR, members);
        members.add("labels");
        assertEquals(Set.of("nick"), edited.members());
        assertThrows(UnsupportedOperationException.class, () -> edited.members().add("labels"));
    }
}
