"""What schemathesis does not know by itself: how to log in here, which things there are, and what must never be answered.

Every secret that is sent contains MARK, so that one found in an answer or in the log is one that leaked.
"""

import json
import os
import re
import urllib.error
import urllib.request
import zlib

import schemathesis

MARK = "PLANTED"
PASSWORD = MARK + "-password-0123456789"
SECRET = MARK + "-secret-0123456789"
ADMIN_PASSWORD = MARK + "-admin-0123456789"
TRACE = re.compile(rb"\bat [\w.$]+\([\w.]*(java|Native|Unknown)|[a-z]\w*\.\w+\.\w*(Exception|Error)\b|io\.deviceregistry\.|com\.mongodb")
SECRET_MEMBERS = ("password", "current", "secret", "challenge")

BASE = os.environ.get("REGISTRY", "")
CALLER = os.environ.get("FUZZ_CALLER", "anonymous")


def call(method, path, body=None, token=None, headers=()):
    """The answer of a request of our own as status and JSON."""
    request = urllib.request.Request(BASE + path, method=method, headers=dict(headers))
    request.add_header("User-Agent", "fuzz")
    if token:
        request.add_header("Authorization", "Bearer " + token)
    if body is not None:
        request.add_header("Content-Type", "application/json")
        body = json.dumps(body).encode()
    try:
        with urllib.request.urlopen(request, body, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def must(answer):
    status, body = answer
    if status != 200:
        raise AssertionError(f"the set-up was answered {status}: {body}")
    return body


def login(username, *passwords):
    for password in passwords:
        status, body = call("POST", "/auth/login", {"username": username, "password": password})
        if status == 200:
            return body["token"]
    raise AssertionError(f"cannot log in as {username}: {status} {body}")


def fresh():
    return os.urandom(4).hex()


class World:
    """The things of one run. What a request destroys is made again, so that later ones still find something."""

    def __init__(self):
        # Names of its own: a run before may have left these accounts disabled, or with other passwords.
        self.owner = "owner-" + fresh()
        self.victim = "victim-" + fresh()
        for nick in (self.owner, self.victim):
            self.sign_up(nick)
        self.owner_token = login(self.owner, PASSWORD)
        self.victim_token = login(self.victim, PASSWORD)
        self.own_device()
        self.unowned_device()
        self.others_device()
        self.auto_token()
        self.token = None
        self.log_in()

    def sign_up(self, nick):
        status, body = call("POST", "/auth/accounts", {"nick": nick, "email": nick + "@example.com", "password": PASSWORD})
        if status not in (200, 412):
            raise AssertionError(f"cannot sign up: {status} {body}")

    def own_device(self):
        self.device = must(call("POST", "/devices/", {"secret": SECRET, "user-meta": {"room": "cellar"}}, self.owner_token))

    def unowned_device(self):
        self.unowned = must(call("POST", "/devices/", {"secret": SECRET}))

    def others_device(self):
        self.others = must(call("POST", "/devices/", {"secret": SECRET, "public": True}, self.victim_token))

    def auto_token(self):
        self.auto = must(call("POST", "/devices/tokens", {"nick": "line-7"}, self.owner_token))

    def log_in(self):
        if CALLER == "user":
            self.token = self.owner_token = login(self.owner, PASSWORD)
        elif CALLER == "device":
            self.token = login(self.device["prn"], SECRET)
        elif CALLER == "admin":
            self.token = login("admin", ADMIN_PASSWORD)

    def repair(self, operation, status, case):
        """Makes again what the request has ended."""
        if status == 401 and self.token and case.headers.get("Authorization") == "Bearer " + self.token:
            if call("GET", "/auth/auth_status", token=self.token)[0] == 401:
                self.log_in()
        if status != 200:
            return
        if operation == "deleteDevice":
            self.owner_token = login(self.owner, PASSWORD)
            self.victim_token = login(self.victim, PASSWORD)
            self.own_device()
            self.others_device()
            self.unowned_device()
            if CALLER == "device":
                self.log_in()
        elif operation == "replaceDevice" and "challenge" in case.query:
            self.unowned_device()
        elif operation in ("deleteAccount", "changeAccount"):
            self.victim = "victim-" + fresh()
            self.sign_up(self.victim)
            self.victim_token = login(self.victim, PASSWORD)
            self.others_device()
        elif operation == "disableToken":
            self.owner_token = login(self.owner, PASSWORD)
            self.auto_token()


WORLD = None


def world():
    global WORLD
    if WORLD is None:
        WORLD = World()
    return WORLD


def dice(case, sides, salt):
    """The same for the same case, so that a failure can be repeated."""
    text = repr((salt, case.operation.label, case.path_parameters, case.query, case.body))
    return zlib.crc32(text.encode("utf-8", "replace")) % sides


def operation_of(case):
    """Its id; none for a request by a method that the operation is not."""
    return case.operation.definition.raw.get("operationId") if case.method.upper() == case.operation.method.upper() else None


@schemathesis.hook
def before_call(context, case, kwargs):
    here = world()
    operation = operation_of(case)
    case.headers = case.headers if case.headers is not None else {}
    case.query = case.query if case.query is not None else {}
    if here.token and dice(case, 10, "token") > 0:
        case.headers["Authorization"] = "Bearer " + here.token
    case.headers.setdefault("User-Agent", "fuzz")
    if CALLER == "admin" and operation not in ("login", "createAccount") and dice(case, 3, "admin") > 0 \
            and any(p.name == "asadmin" for p in case.operation.query):
        case.query["asadmin"] = "yes"
    parameters = case.path_parameters or {}
    if "id" in parameters and dice(case, 5, "id") > 0:
        if case.path.startswith("/devices/tokens/"):
            parameters["id"] = here.auto["id"]
        else:
            known = [here.device["id"], here.device["id"], here.device["nick"], here.others["id"], here.unowned["id"]]
            parameters["id"] = known[dice(case, len(known), "which")]
    if "account" in parameters and dice(case, 5, "account") > 0:
        parameters["account"] = here.victim
    if "owner" in parameters and dice(case, 2, "np") > 0:
        parameters.update(owner=here.owner, nick=here.device["nick"])
    if "challenge" in case.query and dice(case, 2, "challenge") > 0:
        case.query["challenge"] = here.unowned["challenge"]
        parameters["id"] = here.unowned["id"]
    elif "challenge" in case.query:
        case.query["challenge"] = MARK + "-challenge"
    if "Pantahub-Devices-Auto-Token-V1" in case.headers and dice(case, 2, "auto") > 0:
        case.headers["Pantahub-Devices-Auto-Token-V1"] = here.auto["token"]
    if isinstance(case.body, dict):
        # Whoever reads "secret" of an account's password as it is generated could not tell it from other text.
        for member in SECRET_MEMBERS:
            if isinstance(case.body.get(member), str) and case.body[member]:
                case.body[member] = SECRET if member == "secret" else PASSWORD
        if operation == "changePassword" and CALLER == "user" and dice(case, 2, "password") > 0:
            case.body.update(current=PASSWORD, password=PASSWORD)


@schemathesis.hook
def after_call(context, case, response):
    world().repair(operation_of(case), response.status_code, case)


@schemathesis.check
def no_secret(ctx, response, case):
    """No secret comes back, but the one of a device to whom registers it."""
    text = response.content
    if operation_of(case) == "registerDevice" and response.status_code == 200:
        device = json.loads(text)
        device.pop("secret")
        text = json.dumps(device).encode()
    found = MARK.encode() in text or b"$2a$" in text or b"$2b$" in text or b"PRIVATE KEY" in text
    assert not found, "the answer holds a secret"
    for name, value in response.headers.items():
        assert MARK not in str(value), f"the header {name} holds a secret"


@schemathesis.check
def no_trace(ctx, response, case):
    """No answer shows what the service is made of."""
    kind = operation_of(case)
    if kind != "getMetrics":
        assert not TRACE.search(response.content), "the answer shows a class or a stack trace"
