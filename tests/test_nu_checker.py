"""Where the HTML checker is not here, the tests bring it, or say in a sentence what to do."""

import pytest

from tests import nu_checker


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A copy of the project in which nothing of npm's is installed yet."""
    monkeypatch.delenv("VNU_JAR", raising=False)
    monkeypatch.setattr(nu_checker, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(nu_checker, "LOCK", tmp_path / "package-lock.json")
    (tmp_path / "package-lock.json").write_text("{}")
    return tmp_path


def installed(folder):
    """As npm leaves it."""
    jar = folder / "node_modules/vnu-jar/build/dist/vnu.jar"
    jar.parent.mkdir(parents=True)
    jar.touch()
    (folder / "node_modules/package-lock.json").write_text("{}")
    return jar


def test_finds_what_the_lock_file_says_and_nothing_older(bare):
    assert nu_checker.find() is None
    jar = installed(bare)
    assert nu_checker.find() == jar
    (bare / "package-lock.json").write_text('{"packages": {}}')
    assert nu_checker.find() is None


def test_the_one_named_is_the_only_one(bare, monkeypatch):
    installed(bare)
    monkeypatch.setenv("VNU_JAR", str(bare / "nowhere.jar"))
    assert nu_checker.find() is None
    with pytest.raises(SystemExit, match="nowhere.jar"):
        nu_checker.ensure()


def test_installs_it_where_it_is_not(bare, monkeypatch):
    monkeypatch.setattr(nu_checker, "install", lambda: installed(bare).exists())
    assert nu_checker.ensure().name == "vnu.jar"


def test_says_in_a_sentence_what_to_do_where_npm_cannot(bare, monkeypatch):
    monkeypatch.setattr(nu_checker, "npm", lambda *args, **kwargs: 1)
    with pytest.raises(SystemExit, match="The browser tests need the Nu HTML checker"):
        nu_checker.ensure()
