package io.deviceregistry.device;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import io.deviceregistry.account.Account;
import io.deviceregistry.account.AccountStore;
import io.deviceregistry.account.Caller;
import io.deviceregistry.account.PrincipalType;
import io.deviceregistry.account.Prn;
import io.deviceregistry.device.DeviceFilters.Field;
import io.deviceregistry.paging.Cursors;
import io.deviceregistry.paging.ListingConfig;
import io.deviceregistry.paging.NextLink;
import io.deviceregistry.paging.PageRequest;
import io.deviceregistry.problem.ProblemException;

/** Lists devices page by page: each page begins behind the last device of the one before, wherever that is by then. */
@Singleton
class DeviceListing {

    private final DeviceStore store;
    private final DeviceService service;
    private final AccountStore accounts;
    private final DeviceFields fields;
    private final Cursors cursors;
    private final ListingConfig config;
    private final ObjectMapper json;

    DeviceListing(DeviceStore store, DeviceService service, AccountStore accounts, DeviceFields fields, Cursors cursors,
            ListingConfig config, ObjectMapper json) {
        this.store = store;
        this.service = service;
        this.accounts = accounts;
        this.fields = fields;
        this.cursors = cursors;
        this.config = config;
        this.json = json;
    }

    RestResponse<JsonNode> list(Caller caller, DeviceFilters filters, String limit, String sort, String cursor,
            String wanted, UriInfo uri) {
        int size = PageRequest.limit(limit, config);
        DeviceSort order = DeviceSort.parse(sort);
        fields.check(wanted);
        String query = describe(caller, filters, order);
        List<String> after = cursor == null ? null : cursors.decode(query, cursor);
        List<Device> found = query(caller, filters, order, after, size + 1).map(store::page).orElse(List.of());
        List<Device> page = found.subList(0, Math.min(size, found.size()));
        ArrayNode body = json.createArrayNode();
        page.forEach(device -> body.add(fields.select(DeviceView.of(device, Viewer.of(device, caller)), wanted)));
        ResponseBuilder<JsonNode> answer = ResponseBuilder.ok(body);
        if (found.size() > size) {
            Device last = page.get(size - 1);
            answer.header("Link", NextLink.of(uri, cursors.encode(query, List.of(order.key().position(last), last.id()))));
        }
        return answer.build();
    }

    /** Whose devices are meant; empty when it can be told without looking that there are none. */
    private Optional<DeviceQuery> query(Caller caller, DeviceFilters filters, DeviceSort sort, List<String> after, int limit) {
        String ownerNick = filters.equal(Field.OWNER_NICK);
        Prn named = filters.equal(Field.OWNER) == null ? null : new Prn(filters.equal(Field.OWNER));
        if (ownerNick != null) {
            Prn byNick = accounts.byNick(ownerNick).map(Account::prn).orElse(null);
            if (byNick == null || named != null && !named.equals(byNick)) {
                return Optional.empty();
            }
            named = byNick;
        }
        List<DeviceFilters.Condition> rest = filters.withoutEqual(Field.OWNER, Field.OWNER_NICK).conditions();
        if (caller.asAdmin()) {
            return Optional.of(new DeviceQuery(named, null, false, rest, sort, after, limit));
        }
        boolean others = named != null && !named.equals(caller.prn());
        if (others) {
            return Optional.of(new DeviceQuery(named, null, true, rest, sort, after, limit));
        }
        if (caller.type() == PrincipalType.SESSION) {
            return Optional.empty();
        }
        return Optional.of(caller.isDevice()
                ? new DeviceQuery(null, caller.id(), false, rest, sort, after, limit)
                : new DeviceQuery(caller.prn(), null, false, rest, sort, after, limit));
    }

    private static String describe(Caller caller, DeviceFilters filters, DeviceSort sort) {
        return "devices\n" + caller.prn() + "\n" + caller.asAdmin() + "\n" + sort + "\n"
                + filters.conditions().stream().map(DeviceFilters.Condition::text).collect(Collectors.joining("\n"));
    }

    /**
     * One device by id or nick, of the caller or of the owner that is named.
     *
     * @throws ProblemException not-found
     */
    DeviceService.Seen find(Caller caller, String device, String owner, String ownerNick) {
        Prn named = owner == null ? null : new Prn(owner);
        if (ownerNick != null) {
            Prn byNick = accounts.byNick(ownerNick).map(Account::prn).orElse(null);
            if (byNick == null || named != null && !named.equals(byNick)) {
                throw ProblemException.notFound("Device");
            }
            named = byNick;
        }
        return service.find(caller, device, named);
    }
}
