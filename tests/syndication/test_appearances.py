"""What editors are shown of an article elsewhere is what others will show."""

import pytest

from syndication.appearances import DESCRIPTION, TITLE, as_shown, head_of, width_of


def test_a_line_is_as_wide_as_arial_sets_it():
    """Figures read off a browser that sets 20 px Arial."""
    assert width_of("Senate returns the spring budget by five votes", 20) == 408
    assert width_of("“We farm below the sea”", 20) == 218


@pytest.mark.parametrize("accented, plain", [("Łódź", "Łodz"), ("naïve", "naive"), ("É", "E")])
def test_an_accent_takes_no_room(accented, plain):
    assert width_of(accented, 20) == width_of(plain, 20)


def test_a_title_that_fits_is_shown_whole():
    line = as_shown("Bank of Halden holds at 4 per cent | Conservative Fix", *TITLE)
    assert (line.is_cut, line.text) == (
        False,
        "Bank of Halden holds at 4 per cent | Conservative Fix",
    )


def test_a_title_that_does_not_fit_is_cut_after_a_word():
    headline = "Vastria shuts the deep channel for five days; eleven ships wait in the fog"
    line = as_shown(f"{headline} | Conservative Fix", *TITLE)
    assert line.is_cut and line.width > TITLE[0]
    assert line.text == "Vastria shuts the deep channel for five days; eleven ships wait ..."
    assert width_of(line.text, 20) <= TITLE[0]


def test_one_endless_word_is_still_a_line():
    assert as_shown("x" * 500, *DESCRIPTION).is_cut


def test_the_head_of_a_page_is_read_as_others_read_it():
    head = head_of(
        '<html><head><title> “A” &amp; B </title><meta name="description" content="C &lt; D">'
        '<link rel="canonical" href="https://a.example/b/">'
        '<meta property="og:title" content="E"></head><body><title>not this</title></body></html>'
    )
    assert (head.title, head.description, head.address) == (
        "“A” & B",
        "C < D",
        "https://a.example/b/",
    )
    assert head.properties["og:title"] == "E"
