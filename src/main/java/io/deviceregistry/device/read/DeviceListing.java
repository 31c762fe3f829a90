package io.deviceregistry.device.read;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.resteasy.reactive.RestResponse;

import io.deviceregistry.device.Device;
import io.deviceregistry.device.DeviceFilters;
import io.deviceregistry.device.DeviceFilters.Field;
import io.deviceregistry.device.DeviceQuery;
import io.deviceregistry.device.DeviceRepository;
import io.deviceregistry.device.DeviceSort;
import io.deviceregistry.device.DeviceState;
import io.deviceregistry.device.ListingIndex;
import io.deviceregistry.device.UpdatePrecondition;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.paging.PageRequest;
import io.deviceregistry.paging.Pages;

/** Lists devices in pages: each page starts after the position of the last device of the previous page. */
@Singleton
public class DeviceListing {

    private final DeviceRepository store;
    private final DeviceFinder finder;
    private final DeviceFields fields;
    private final Pages pages;
    private final ListingIndex indexes;

    DeviceListing(DeviceRepository store, DeviceFinder finder, DeviceFields fields, Pages pages, ListingIndex indexes) {
        this.store = store;
        this.finder = finder;
        this.indexes = indexes;
        this.fields = fields;
        this.pages = pages;
    }

    public RestResponse<List<Object>> list(Caller caller, DeviceFilters filters, DeviceState state, String limit, String sort,
            String cursor,
            String wanted, UriInfo uri) {
        DeviceSort order = DeviceSort.parse(sort);
        fields.check(wanted);
        PageRequest page = pages.request(describe(caller, filters, state, order), limit, cursor);
        Optional<DeviceQuery> query = query(caller, filters, state, order, page).filter(possible -> !possible.isImpossible());
        Optional<String> index = query.flatMap(indexes::of);
        PageRequest fitting = pages.fitting(page, query.map(all -> store.sizes(all, index)).orElse(List.of()));
        List<Device> found = query.map(all -> store.page(all.withLimit(fitting.fetch()), index)).orElse(List.of());
        return pages.cut(fitting, found, device -> List.of(order.key().position(device), device.id().value()))
                .answer(device -> fields.select(DeviceView.of(device, DeviceRelation.of(device, caller)), wanted), uri);
    }

    /** The query for the owner that the filters name; empty if no device can match. */
    private Optional<DeviceQuery> query(Caller caller, DeviceFilters filters, DeviceState state, DeviceSort sort,
            PageRequest page) {
        String owner = filters.equal(Field.OWNER);
        String ownerNick = filters.equal(Field.OWNER_NICK);
        boolean isNamed = owner != null || ownerNick != null;
        Optional<Prn> named = isNamed ? finder.ownerNamed(owner, ownerNick) : Optional.empty();
        if (isNamed && named.isEmpty()) {
            return Optional.empty();
        }
        List<DeviceFilters.Condition> rest = filters.withoutEqual(Field.OWNER, Field.OWNER_NICK).conditions();
        Optional<Prn> only = named.or(() -> Optional.of(caller.prn()).filter(own -> !caller.asAdmin() && caller.isAccount()));
        if (only.isPresent()) {
            if (!isOf(only.get(), state == DeviceState.GARBAGE, rest)) {
                return Optional.empty();
            }
            rest = DeviceFilters.without(rest, Field.OWNER, Field.OWNER_NICK);
        }
        boolean others = named.filter(prn -> !prn.equals(caller.prn())).isPresent();
        if (!caller.asAdmin() && !others && caller.type() == PrincipalType.SESSION) {
            return Optional.empty();
        }
        boolean garbage = state == DeviceState.GARBAGE;
        if (garbage && !caller.asAdmin() && (others || caller.isDevice())) {
            return Optional.empty();
        }
        boolean itself = !caller.asAdmin() && !others && caller.isDevice();
        Optional<Prn> whose = itself ? Optional.empty() : only;
        Optional<DeviceId> id = itself ? Optional.of(caller.deviceId()) : Optional.empty();
        if (state == DeviceState.UNCLAIMED) {
            if (whose.isPresent()) {
                return Optional.empty();
            }
            whose = Optional.of(UpdatePrecondition.NOBODY);
        } else if (state == DeviceState.CLAIMED && whose.isEmpty()) {
            rest = Stream.concat(rest.stream(), Stream.of(DeviceFilters.claimed())).toList();
        }
        return Optional
                .of(new DeviceQuery(whose, garbage, id, others && !caller.asAdmin(), rest, sort, page.after(), page.fetch()));
    }

    /** Whether the owner, who is the same for all devices of the listing, matches the conditions on owners. */
    private boolean isOf(Prn owner, boolean garbage, List<DeviceFilters.Condition> conditions) {
        return conditions.stream().allMatch(condition -> switch (condition.field()) {
            case OWNER -> condition.holds(owner.value());
            case OWNER_NICK -> condition.holds(store.ownerNick(owner, garbage).orElse(""));
            default -> true;
        });
    }

    private static String describe(Caller caller, DeviceFilters filters, DeviceState state, DeviceSort sort) {
        return "devices\n" + caller.prn() + "\n" + caller.asAdmin() + "\n" + state + "\n" + sort + "\n"
                + filters.conditions().stream().map(DeviceFilters.Condition::text).collect(Collectors.joining("\n"));
    }
}
