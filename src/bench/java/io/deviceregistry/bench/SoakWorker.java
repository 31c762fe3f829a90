package io.deviceregistry.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * One caller of the soak. It makes devices, and changes only those that it made, so that it knows what each of them must be. A
 * device whose write had no answer is left alone until no fault can be under way any more, then looked at.
 */
final class SoakWorker implements Runnable {

    private static final int MOST_DEVICES = 40;
    private static final int NICKS = 60;

    private final SoakContext soak;
    private final int number;
    private final Random random;
    private final List<DeviceModel> devices = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private long count;

    SoakWorker(SoakContext soak, int number) {
        this.soak = soak;
        this.number = number;
        this.random = new Random(number);
    }

    @Override
    public void run() {
        long due = System.nanoTime();
        while (soak.isRunning()) {
            // What was missed while the service was slow is not made up for: that would be a flood.
            due = Math.max(due + soak.intervalNanos(), System.nanoTime());
            step();
            Pause.millis(Math.max(0, (due - System.nanoTime()) / 1_000_000));
        }
    }

    private void step() {
        if (soak.isCalm()) {
            settleOne();
        }
        List<DeviceModel> usable = devices.stream().filter(device -> device.isCertain() && device.isLive()).toList();
        int choice = random.nextInt(100);
        if (usable.isEmpty() || choice < 6) {
            if (devices.stream().filter(DeviceModel::isLive).count() < MOST_DEVICES) {
                register();
            } else if (!usable.isEmpty()) {
                discard(any(usable));
            }
            return;
        }
        DeviceModel device = any(usable);
        if (device.owner().isEmpty()) {
            claim(device);
        } else if (choice < 30) {
            patch(device);
        } else if (choice < 45) {
            rename(device);
        } else if (choice < 55) {
            list(device.owner());
        } else if (choice < 65) {
            login(device);
        } else {
            look(device);
        }
    }

    private DeviceModel any(List<DeviceModel> usable) {
        return usable.get(random.nextInt(usable.size()));
    }

    private void register() {
        if (random.nextBoolean()) {
            soak.ask(Call.post("/devices/", null, null)).filter(soak.expect(200))
                    .ifPresent(reply -> devices.add(new DeviceModel(reply.json())));
            return;
        }
        String nick = "made-" + number + "-" + ++count;
        soak.ask(Call.post("/devices/", soak.anyToken(random), new JsonObject().put("nick", nick).encode()))
                .filter(soak.expect(200))
                .ifPresentOrElse(reply -> devices.add(new DeviceModel(reply.json())), () -> lost.add(nick));
    }

    /** Both accounts at the same moment: one of them gets it. */
    private void claim(DeviceModel device) {
        JsonObject shown = soak.loginOf(device).flatMap(token -> soak.ask(Call.get("/devices/" + device.id(), token)))
                .filter(soak.expect(200)).map(Http.Reply::json).orElse(null);
        if (shown == null) {
            return;
        }
        String path = "/devices/" + device.id() + "?challenge=" + shown.getString("challenge");
        List<CompletableFuture<Http.Reply>> tries = soak.owners().stream()
                .map(owner -> soak.send(Call.put(path, soak.token(owner), null))).toList();
        List<Http.Reply> won = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < tries.size(); i++) {
            String owner = soak.owners().get(i);
            soak.answer(tries.get(i)).filter(soak.expect(200, 403)).ifPresentOrElse(reply -> {
                if (reply.status() == 200) {
                    won.add(reply);
                }
            }, () -> unknown.add(owner));
        }
        if (won.size() > 1) {
            soak.violation("device " + device.id() + " was given to two owners");
        } else if (won.size() == 1) {
            JsonObject claimed = won.get(0).json();
            device.owner(claimed.getString("owner"), claimed.getString("nick"), claimed.getLong("revision"));
        } else {
            // The nick changes with the owner, to one that only the answer would have told.
            unknown.forEach(owner -> forget(device));
            if (unknown.isEmpty()) {
                soak.violation("device " + device.id() + " was given to nobody");
            }
        }
    }

    /** Whoever owns it by now, its owner's listing shows it, so it must be known there. */
    private void forget(DeviceModel device) {
        devices.remove(device);
        soak.mayBeOwned(device.id());
    }

    private void patch(DeviceModel device) {
        String key = "k" + random.nextInt(3);
        long value = ++count;
        soak.ask(Call.patch("/devices/" + device.id() + "/user-meta", soak.token(device.owner()),
                new JsonObject().put(key, value).encode())).filter(soak.expect(200)).ifPresentOrElse(reply -> {
                    if (reply.json().getLong(key) != value) {
                        soak.violation("device " + device.id() + " answered another meta than was written");
                    }
                    device.meta(key, value);
                }, () -> device.maybeMeta(key, value));
    }

    /** To one of few nicks, that others want too. */
    private void rename(DeviceModel device) {
        String nick = "wanted-" + random.nextInt(NICKS);
        soak.ask(Call.patch("/devices/" + device.id(), soak.token(device.owner()),
                new JsonObject().put("nick", nick).encode())).filter(soak.expect(200, 409)).ifPresentOrElse(reply -> {
                    if (reply.status() == 200) {
                        acknowledged(device, reply.json());
                        device.nick(nick, reply.json().getLong("revision"));
                    }
                }, () -> device.maybeNick(nick));
    }

    private void discard(DeviceModel device) {
        if (device.owner().isEmpty()) {
            return;
        }
        soak.ask(Call.delete("/devices/" + device.id(), soak.token(device.owner()))).filter(soak.expect(200))
                .ifPresentOrElse(reply -> {
                    acknowledged(device, reply.json());
                    device.discarded(reply.json().getLong("revision"));
                }, device::maybeGarbage);
    }

    private void acknowledged(DeviceModel device, JsonObject after) {
        if (after.getLong("revision") < device.revision()) {
            soak.violation("device " + device.id() + " went back from revision " + device.revision());
        }
    }

    private void list(String owner) {
        soak.ask(Call.get("/devices/?limit=20", soak.token(owner))).filter(soak.expect(200)).ifPresent(reply -> {
            JsonArray page = reply.body().toJsonArray();
            for (int i = 0; i < page.size(); i++) {
                if (!page.getJsonObject(i).getString("owner").equals(owner)) {
                    soak.violation("a listing shows a device of another");
                }
            }
        });
    }

    private void login(DeviceModel device) {
        soak.loginOf(device);
    }

    /** Its owner sees a device in the garbage only when asking for the garbage. */
    private void look(DeviceModel device) {
        String path = "/devices/" + device.id();
        String token = soak.token(device.owner());
        soak.ask(Call.get(path, token)).filter(soak.expect(200, 404))
                .flatMap(reply -> reply.status() == 200
                        ? Optional.of(reply)
                        : soak.ask(Call.get(path + "?state=garbage", token)).filter(soak.expect(200)))
                .ifPresent(reply -> soak.check(device.settle(reply.json())));
    }

    private void settleOne() {
        devices.stream().filter(device -> !device.isCertain()).findFirst().ifPresent(this::look);
        if (!lost.isEmpty()) {
            adopt(lost.get(0));
        }
    }

    /** Looks whether a registration without an answer made a device. */
    private void adopt(String nick) {
        for (String owner : soak.owners()) {
            Http.Reply reply = soak.ask(Call.get("/devices/" + nick, soak.token(owner))).filter(soak.expect(200, 404))
                    .orElse(null);
            if (reply == null) {
                return;
            }
            if (reply.status() == 200) {
                devices.add(new DeviceModel(reply.json()));
                break;
            }
        }
        lost.remove(nick);
    }

    /** When nothing runs any more: all that it made, as it must be. */
    List<DeviceModel> finish() {
        while (!lost.isEmpty()) {
            adopt(lost.get(0));
        }
        devices.stream().filter(device -> !device.owner().isEmpty() && device.isLive() || !device.isCertain())
                .forEach(this::look);
        return devices;
    }
}
