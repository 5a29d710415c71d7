"""The rules that keep the code in order, where no linter knows them."""

import ast
import json
import re
from pathlib import Path

import pytest

from news.blocks import BodyBlock

ROOT = Path(__file__).resolve().parents[1]
# From the top down, as in pyproject.toml; apps on one level do not know each other.
LAYERS = [
    {"cfsite"},
    {"demo"},
    {"syndication"},
    {"home", "search", "desk"},
    {"news"},
    {"publishing"},
    {"images", "users"},
    {"pagecache"},
]
APPS = sorted(set().union(*LAYERS))
CODE = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py"))
TEMPLATES = sorted(
    path
    for folder in [ROOT / "templates", *(ROOT / app for app in APPS)]
    for path in folder.rglob("*.html")
)
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def relative(path):
    return str(path.relative_to(ROOT))


def test_what_readers_may_see_is_said_once():
    """Everything starts from `published()`; `.live()` and `.public()` are its parts."""
    allowed = {
        "news/managers.py": "says it",
        "publishing/visibility.py": "of pages of any kind: links and redirects lead to public ones",
        "news/models/index.py": "routes to a live article; Wagtail then asks for a password",
    }
    said = {relative(path) for path in CODE if re.search(r"\.(live|public)\(\)", path.read_text())}
    assert said <= allowed.keys()


WAGTAILS_SIGNALS = r"\bwagtail\.signals\b|from wagtail import[^\n]*\bsignals\b"


def test_what_happens_at_publication_hangs_on_our_events():
    """Wagtail's signals also fire for a page that is merely scheduled, and before the commit."""
    listening = [relative(p) for p in CODE if re.search(WAGTAILS_SIGNALS, p.read_text())]
    assert [path for path in listening if not path.startswith("publishing/")] == []


@pytest.mark.parametrize(
    "line",
    [
        "from wagtail.signals import page_published",
        "from wagtail.signals import published as told",
        "from wagtail.signals import (\n    page_slug_changed,\n    unpublished,\n)",
        "from wagtail import hooks, signals as s",
        "import wagtail.signals as w",
    ],
)
def test_no_other_name_hides_a_listener(line):
    assert re.search(WAGTAILS_SIGNALS, line)


def test_no_folder_or_module_is_a_bin():
    bins = {"utils", "core", "common", "base", "helpers", "misc"}
    names = [path for path in CODE if bins & {path.stem, *path.relative_to(ROOT).parts}]
    assert [relative(path) for path in names] == ["cfsite/settings/base.py"]


@pytest.mark.parametrize("name", BodyBlock.base_blocks)
def test_every_block_introduces_itself(name):
    block = BodyBlock.base_blocks[name]
    assert block.meta.template == f"blocks/{name}.html"
    assert (ROOT / "templates" / "blocks" / f"{name}.html").exists()
    assert block.meta.icon != "placeholder"
    assert block.meta.description.endswith(".")


def test_models_name_only_models_below_them():
    """A string such as "news.Topic" is an import that import-linter cannot see."""
    level = {app: number for number, apps in enumerate(LAYERS) for app in apps}
    upward = [
        f"{relative(path)}: {name}"
        for path in CODE
        if "migrations" not in path.parts
        for name in strings(path)
        if (match := re.fullmatch(rf"({'|'.join(APPS)})\.[A-Z]\w+", name))
        and match[1] != (own := path.relative_to(ROOT).parts[0])
        and level[match[1]] <= level[own]
    ]
    assert upward == []


def strings(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_settings_and_readme_stay_short():
    for name, most in {"cfsite/settings/base.py": 200, "README.md": 120}.items():
        if (ROOT / name).exists():
            assert len((ROOT / name).read_text().splitlines()) <= most, name


def test_every_environment_variable_is_explained():
    settings = "".join(path.read_text() for path in (ROOT / "cfsite/settings").glob("*.py"))
    read = set(re.findall(r"\benv\.\w+\(\s*\"(\w+)\"", settings))
    example = (ROOT / ".env.example").read_text()
    assert read == set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_locked_packages_have_a_hash_and_no_address(name):
    lock = (ROOT / name).read_text()
    assert not re.search(r"https?://|file:", lock)
    packages = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", lock).strip())
    assert [package for package in packages if "--hash=sha256:" not in package] == []


def test_locked_checkers_have_a_hash_and_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    locked = [package for name, package in packages.items() if name]
    assert locked
    for package in locked:
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package


def test_pages_load_nothing_from_another_host():
    tag = r"<(?:script|img|link|iframe|source|video|audio)\b[^>]*"
    loads = rf"{tag}(?:src|srcset|href)=[\"'](?:https?:)?//|url\([\"']?(?:https?:)?//|@import"
    static = [path for path in (ROOT / "static").rglob("*") if path.suffix in (".css", ".js")]
    files = [*TEMPLATES, *static]
    assert [relative(path) for path in files if re.search(loads, path.read_text())] == []
