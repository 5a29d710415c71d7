"""Whatever is asked of search, it answers; and what it repeats of the question is text.

Python and the databases are asked 5,000 questions, the page and the suggestions some hundred each.
"""

import json
import random
from html.parser import HTMLParser
from urllib.parse import quote, quote_plus, urlencode

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client

from publishing import events
from search.instead import OFFERED, Instead
from search.models import Entry, Promotion
from search.results import GROUPS, Asked, Results
from search.suggestions import suggest
from tests import factories

pytestmark = pytest.mark.django_db

QUESTIONS, OF_THE_PAGE, OF_SUGGESTIONS = 5_000, 400, 200
PARAMETERS = ["query", "topic", "author", "kind", "year", "from", "to", "order", "page"]

# “zzx” is the mark of what a reader has typed: no element, attribute or address may be made of it.
FRAGMENTS = [
    # plain, known to the archive and almost known
    *["lighthouse", "Lighthouse keepers", "lighthose", "harbour tax", "light house", "café", "the"],
    *["elections", "Agnes Holloway", "don’t", "twenty-one", "1986", "l", "zzx", "agnes-holloway"],
    # operators of readers and of search engines
    *[
        '"',
        '""',
        '"lighthouse keepers"',
        "-lighthouse",
        '-"harbour tax"',
        "“",
        "«",
        "--",
        "-",
        "+a",
    ],
    *["AND", "OR", "NOT", "NEAR(a b, 5)", "a OR b", "headline:lighthouse", "{text}: a", "^light"],
    *["light*", "*", "?", "%", "_", "%_%", "light%", "[a-z]", ".*", "(a|b)*$", "~1", "a^5", "\\"],
    # tsquery, FTS5 and SQL
    *["a & b | !c", "a <-> b", "a:*", "a:ABC", "'a' & ''", "!!", "()", "((((", "))))", "a <2> b"],
    *["'; DROP TABLE search_entry; --", "' OR 1=1 --", "1) UNION SELECT 1,2--", "$1 $$ %s %(a)s"],
    *[
        "search_entry_fts",
        "rank MATCH 'x'",
        '"a" NOT "b" NOT',
        "NULL",
        "{{ 7|add:7 }}",
        "{% now %}",
    ],
    *["h_lighthous", "p_lighthous", "sample_", "topic_the-hill", "kind_news", "_", "\\x00", "''"],
    # HTML, scripts and addresses
    *[
        "<zzx>",
        "<script>zzx</script>",
        '"><zzx onzzx="1">',
        "'><img src=zzx onerror=zzx>",
        "<!--zzx",
    ],
    *["</title><zzx>", "</textarea><zzx>", "<mark>zzx</mark>", "javascript:zzx", "&lt;zzx&gt;"],
    *['" onzzx="1', "' onzzx='1", "` onzzx=`1", "<a href=//zzx>", "]]><zzx/>", "<svg/onload=zzx>"],
    *[
        "&#60;zzx&#62;",
        "\\u003czzx\\u003e",
        "//zzx.example",
        "../../zzx",
        "\r\nX-zzx: 1",
        "%0d%0aX:1",
    ],
    # what is hard to read
    *[
        "\x00",
        "light\x00house",
        "\x1b[31m",
        "\x7f",
        "\ufeff",
        "\u200b",
        "\u2028",
        "\x85",
        "\t\n\x0b",
    ],
    *[
        "\u202eesuohthgil",
        "\u2066a\u2069",
        "مرحبا",
        "שלום",
        "हिन्दी",
        "東京都",
        "ﷺ",
        "ﾞ",
        "ͺ",
        "İıſK",
    ],
    *["🌧", "👩‍👩‍👧", "☃️", "é́́́", "ẞ", "ﬁ", "½", "\ufffd", "\uffff", "\U0010ffff", "１９８６"],
    # long
    *["a" * 10_000, "lighthouse " * 1_000, "a-" * 200, '"' * 500, "-a " * 100, "x" * 40, "é" * 199],
    *[
        "<zzx>" * 2_000,
        "'" * 1_000,
        "(" * 1_000,
        "ab " * 60,
        "lighthouse-keepers-" * 9,
        "9" * 5_000,
    ],
    # filters, dates and pages
    *[
        "the-hill",
        "society",
        "news",
        "opinion",
        "2026",
        "1970",
        "99999",
        "-1",
        "0",
        "1",
        "2",
        "1e3",
    ],
    *[
        "2026-01-31",
        "2026-02-31",
        "0001-01-01",
        "9999-12-31",
        "2026-13-01",
        "2026-W05-1",
        "31/1/26",
    ],
    *["newest", "NaN", "١", "1.0", "true", "None", "the-hill topic_society", "-the-hill", "a_b-c"],
]
RAW = [
    *["query=%FF%FE", "query=%C0%AF", "query=%ED%A0%80", "query=%", "query=%zz", "query=%u0041"],
    *["query=%00", "topic=%00", "author=light%00house", "kind=%00", "year=%00", "from=%00"],
    *["to=%00", "order=%00", "page=%00", "query=lighthouse&page=%00", "query=lighthouse&topic=%00"],
    *[
        "query",
        "=",
        "&&&",
        "query[]=a",
        "query=a&query=b",
        "query=a;b",
        "page=1&page=2",
        "?",
        "%00",
    ],
    *["query=lighthouse&topic=%ED%A0%80", "query=%F0%9F%98", "query=" + "%25" * 300],
    "&".join(f"query=a{n}" for n in range(900)),
    "query=lighthouse&" + "&".join(f"zzx{n}=1" for n in range(2_000)),
    "query=" + "%F0%9F%8C%A7" * 2_500,
]


def questions(number, seed) -> list[str]:
    """So many query strings, always the same: as a browser would send them, or worse."""
    chance = random.Random(seed)  # noqa: S311 - it keeps no secret

    def text():
        parts = chance.choices(FRAGMENTS, k=chance.choice([1, 1, 2, 2, 3, 5]))
        joined = chance.choice([" ", " ", " ", "", '"', " -", "\t"]).join(parts)
        for _ in range(chance.choice([0, 0, 0, 1, 3])):
            place = chance.randrange(len(joined) + 1)
            joined = joined[:place] + chr(chance.randrange(0xD800)) + joined[place:]
        return joined

    def asked():
        if chance.random() < 0.1:
            return chance.choice(RAW)
        others = chance.sample(PARAMETERS[1:], k=chance.choice([0, 0, 0, 1, 1, 2, 4, 8]))
        query = "lighthouse" if others and chance.random() < 0.5 else text()
        encoded = chance.choice([quote, quote_plus])
        return urlencode(
            [("query", query), *((name, text()) for name in others)], quote_via=encoded
        )

    return [*RAW, *(asked() for _ in range(number - len(RAW)))]


@pytest.fixture(scope="module")
def archive(django_db_setup, django_db_blocker):
    """A few articles, hostile ones among them; one is promoted."""
    with django_db_blocker.unblock(), transaction.atomic():
        factories.published(
            "Lighthouse <zzx onzzx='1'>",
            standfirst='"><script>zzx</script> the lighthouse & the café',
            body=[factories.paragraph("The lighthouse &lt;zzx&gt; and a harbour tax. " * 9)],
            main_topic=factories.topic("Society <zzx>", slug="society"),
            authors=[factories.author('Rufus "Teal" <zzx>', slug="rufus-teal")],
        )
        keepers = factories.published("Lighthouse keepers strike over a harbour tax")
        factories.published("Elections in the twenty-one harbours of 1986", kind="opinion")
        factories.published(
            "Don’t tax the café", dateline="東京", topics=[factories.topic("ﾞ ﷺ", slug="odd")]
        )
        Promotion.objects.create(query="lighthouse", article=keepers)
        events.deliver_due()
        assert Entry.objects.count() == 4
        yield
        transaction.set_rollback(True)


def as_text(question):
    """For the report of a failure."""
    return repr(question[:300])


def test_no_question_is_too_hard(archive):
    for number, question in enumerate(questions(QUESTIONS, seed=1)):
        asked = Asked.of(QueryDict(question[:20_000]))
        try:
            results = Results(asked)
            assert len(results[0:20]) <= max(results.count(), Promotion.objects.count())
            if number % 10 == 0:
                assert len(results[20:40]) <= 20
                assert len(results.groups) == len(GROUPS)
                assert len(Instead(results).queries) <= OFFERED
        except Exception as error:
            pytest.fail(f"{as_text(question)}: {error!r}")


class Page(HTMLParser):
    """What of a page is not text: where the reader's words must not be."""

    def __init__(self, response):
        super().__init__()
        self.made, self.inside = [], ""
        self.feed(response.content.decode())
        self.close()

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        self.made += [tag, *(name for name, _ in attrs)]
        addresses = [value or "" for name, value in attrs if name in ("href", "src", "action")]
        # A link to a further search holds the words, but in its query.
        self.made += [address.partition("?")[0] for address in addresses]

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside in ("script", "style"):
            self.made.append(data)

    def handle_comment(self, data):
        self.made.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def test_the_page_answers_every_question_and_makes_nothing_but_text_of_it(archive):
    client = Client(raise_request_exception=False)
    for question in questions(OF_THE_PAGE, seed=2):
        response = client.get("/search/", QUERY_STRING=question)
        assert response.status_code in (200, 400, 404), as_text(question)
        assert not any("zzx" in f"{name}{value}" for name, value in response.headers.items())
        made = [part for part in Page(response).made if "zzx" in part.lower()]
        assert made == [], (as_text(question), made)


ANYTHING = {
    "NUL": "\x00",
    "HTML": "<zzx>",
    "SQL": "' OR 1=1 --",
    "many digits": "9" * 5_000,
    "half a character": "\ud800",
    "nothing but an accent": "ﾞ",
}


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("value", ANYTHING.values(), ids=ANYTHING)
def test_each_parameter_may_hold_anything(archive, name, value):
    query = {"query": "lighthouse", name: value}
    question = urlencode(query, errors="surrogatepass")
    response = Client(raise_request_exception=False).get("/search/", QUERY_STRING=question)
    assert response.status_code in (200, 400, 404)


def test_suggestions_answer_every_question(archive):
    client = Client(raise_request_exception=False)
    for question in questions(OF_SUGGESTIONS, seed=3):
        response = client.get("/search/suggest/", QUERY_STRING=question)
        assert response.status_code in (200, 400, 404), as_text(question)
        if response.status_code == 200:
            assert response["content-type"] == "application/json"
            assert isinstance(json.loads(response.content)["suggestions"], list)
    for question in questions(QUESTIONS // 10, seed=4):
        suggest(QueryDict(question[:20_000]).get("query", ""))


def test_the_questions_are_of_every_kind():
    """Lest the rest be blind."""
    asked = questions(QUESTIONS, seed=1)
    assert len(set(asked)) > QUESTIONS * 0.8
    for name in PARAMETERS:
        assert sum(f"{name}=" in question for question in asked) > 100
    assert sum(len(question) > 10_000 for question in asked) > 100
