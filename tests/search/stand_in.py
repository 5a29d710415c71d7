"""Servers that speak OpenSearch's protocol over real HTTP, and are not OpenSearch."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class StandIn:
    """A stand-in, not OpenSearch: as much of its query language as search/engines/opensearch.py
    sends, done in the plainest way that the documentation allows. It shows that the questions
    mean the right thing if OpenSearch does what its documentation says; not that it does.
    """

    def __init__(self):
        self.indexes = {}  # name: (aliases, {id: document})
        self.heard = []

    def answer(self, method, path, lines):
        self.heard.append((method, path))
        name, _, verb = path.partition("?")[0].strip("/").partition("/")
        if method == "PUT":
            self.indexes[name] = (set(lines[0]["aliases"]), {})
        elif name == "_alias":
            found = {name: {} for name, (aliases, _) in self.indexes.items() if verb in aliases}
            return (200, found) if found else (404, {"error": f"alias [{verb}] missing"})
        elif name == "_aliases":
            for action in lines[0]["actions"]:
                if "add" in action:
                    self.indexes[action["add"]["index"]][0].add(action["add"]["alias"])
                else:
                    del self.indexes[action["remove_index"]["index"]]
        elif name == "_bulk":
            return 200, {"items": [*self._bulk(iter(lines))]}
        elif verb == "_search":
            return self._search(name, lines[0])
        return 200, {"acknowledged": True}

    def _bulk(self, lines):
        for line in lines:
            ((action, at),) = line.items()
            documents = self.indexes[at["_index"]][1]
            if action == "delete":
                documents.pop(at["_id"], None)
            document = next(lines) if action != "delete" else None
            if action == "create" and at["_id"] in documents:
                yield {action: {"status": 409, "error": {"type": "version_conflict"}}}
                continue
            if document:
                documents[at["_id"]] = document
            yield {action: {"status": 200}}

    def _search(self, alias, body):
        documents = [found for aliases, found in self.indexes.values() if alias in aliases]
        if not documents:
            return 404, {"error": {"type": "index_not_found_exception"}}
        query = body["query"]
        found = [(pk, each) for pk, each in documents[0].items() if holds(query, each)]
        found.sort(key=lambda hit: (-score(query, hit[1]), -hit[1]["number"]))
        page = found[body.get("from", 0) :][: body["size"]]
        answer = {"hits": {"hits": [{"_id": pk} for pk, _ in page]}}
        if body["track_total_hits"]:
            answer["hits"]["total"] = {"value": len(found), "relation": "eq"}
        for name, asked in body.get("aggs", {}).items():
            values = [value for _, each in found for value in each[asked["terms"]["field"]]]
            buckets = [{"key": key, "doc_count": values.count(key)} for key in set(values)]
            answer["aggregations"] = {name: {"buckets": buckets}}
        return 200, answer


def holds(query, document):
    """Whether a document answers a query."""
    ((kind, asked),) = query.items()
    if kind == "constant_score":
        return holds(asked["filter"], document)
    if kind == "bool":
        must, must_not, should = (asked.get(key) for key in ("filter", "must_not", "should"))
        return (
            all(holds(each, document) for each in must or ())
            and not any(holds(each, document) for each in must_not or ())
            and (bool(must) or should is None or any(holds(each, document) for each in should))
        )
    ((field, value),) = asked.items()
    if kind == "range":
        return value.get("gte", -(2**63)) <= document[field] <= value.get("lte", 2**63)
    words = document[field].split() if field == "words" else document[field]
    if kind == "term":
        return value in words
    assert kind == "match_phrase"
    phrase = value.split()
    return any(words[at : at + len(phrase)] == phrase for at in range(len(words)))


def score(query, document):
    """The boosts of what is true of it."""
    scored = [each["constant_score"] for each in query["bool"].get("should", [])]
    return sum(each["boost"] for each in scored if holds(each["filter"], document))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        lines = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode().splitlines()
        status, body = self.server.answer(self.command, self.path, [*map(json.loads, lines)])
        body = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_POST

    def log_message(self, *args):
        pass


@contextmanager
def serving(answer):
    """The address of a server that answers with `answer(method, path, lines) -> (status, body)`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.answer = True, answer
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
