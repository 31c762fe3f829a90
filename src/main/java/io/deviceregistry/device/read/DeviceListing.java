package io.deviceregistry.device.read;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.resteasy.reactive.RestResponse;

import io.deviceregistry.device.Device;
import io.deviceregistry.device.DeviceFilters;
import io.deviceregistry.device.DeviceFilters.Field;
import io.deviceregistry.device.DeviceQuery;
import io.deviceregistry.device.DeviceRepository;
import io.deviceregistry.device.DeviceSort;
import io.deviceregistry.device.ListingIndex;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.paging.PageRequest;
import io.deviceregistry.paging.Pages;

/** Lists devices page by page: each page begins behind the last device of the one before, wherever that is by then. */
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

    public RestResponse<List<Object>> list(Caller caller, DeviceFilters filters, String limit, String sort, String cursor,
            String wanted, UriInfo uri) {
        DeviceSort order = DeviceSort.parse(sort);
        fields.check(wanted);
        PageRequest page = pages.request(describe(caller, filters, order), limit, cursor);
        Optional<DeviceQuery> query = query(caller, filters, order, page).filter(possible -> !possible.isImpossible());
        Optional<String> index = query.flatMap(indexes::of);
        PageRequest fitting = pages.fitting(page, query.map(all -> store.sizes(all, index)).orElse(List.of()));
        List<Device> found = query.map(all -> store.page(all.withLimit(fitting.fetch()), index)).orElse(List.of());
        return pages.cut(fitting, found, device -> List.of(order.key().position(device), device.id()))
                .answer(device -> fields.select(DeviceView.of(device, DeviceRelation.of(device, caller)), wanted), uri);
    }

    /** Whose devices are meant; empty when it can be told without looking that there are none. */
    private Optional<DeviceQuery> query(Caller caller, DeviceFilters filters, DeviceSort sort, PageRequest page) {
        String owner = filters.equal(Field.OWNER);
        String ownerNick = filters.equal(Field.OWNER_NICK);
        Prn named = null;
        if (owner != null || ownerNick != null) {
            Optional<Prn> found = finder.named(owner, ownerNick);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            named = found.get();
        }
        List<DeviceFilters.Condition> rest = filters.withoutEqual(Field.OWNER, Field.OWNER_NICK).conditions();
        Prn only = named == null && !caller.asAdmin() && caller.isAccount() ? caller.prn() : named;
        if (only != null) {
            if (!isOf(only, rest)) {
                return Optional.empty();
            }
            rest = DeviceFilters.without(rest, Field.OWNER, Field.OWNER_NICK);
        }
        if (caller.asAdmin()) {
            return Optional.of(new DeviceQuery(named, null, false, rest, sort, page.after(), page.fetch()));
        }
        boolean others = named != null && !named.equals(caller.prn());
        if (others) {
            return Optional.of(new DeviceQuery(named, null, true, rest, sort, page.after(), page.fetch()));
        }
        if (caller.type() == PrincipalType.SESSION) {
            return Optional.empty();
        }
        return Optional.of(caller.isDevice()
                ? new DeviceQuery(null, caller.id(), false, rest, sort, page.after(), page.fetch())
                : new DeviceQuery(caller.prn(), null, false, rest, sort, page.after(), page.fetch()));
    }

    /** Whether the owner, who is the same for all devices of the listing, fulfils what the conditions say of owners. */
    private boolean isOf(Prn owner, List<DeviceFilters.Condition> conditions) {
        return conditions.stream().allMatch(condition -> switch (condition.field()) {
            case OWNER -> condition.holds(owner.value());
            case OWNER_NICK -> condition.holds(store.ownerNick(owner).orElse(""));
            default -> true;
        });
    }

    private static String describe(Caller caller, DeviceFilters filters, DeviceSort sort) {
        return "devices\n" + caller.prn() + "\n" + caller.asAdmin() + "\n" + sort + "\n"
                + filters.conditions().stream().map(DeviceFilters.Condition::text).collect(Collectors.joining("\n"));
    }
}
