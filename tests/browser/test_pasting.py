"""Text from a word processor, pasted into the real editor: split, cleaned, nothing lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.colleague import Colleague

# As two word processors put it on the clipboard: wrappers, fonts and classes around the text.
DESKTOP = """
<html><head><meta name="Generator" content="A Word Processor">
<style>p.Body {color: red}</style></head>
<body><p class="Body" style="font-family:Garamond;margin:0cm">
<span style="font-size:11pt;color:#ff0000">The harbour froze on Tuesday.</span></p>
<h2 style="page-break-after:avoid">What the ice did</h2>
<p class="Body">It closed <a href="https://harbour.example/notice">the north basin</a> and
<strong>both</strong> slipways:</p>
<ul><li class="Body">eleven boats,</li><li class="Body">two ferries.</li></ul>
<p class="Body"> </p>
<blockquote>Nobody alive has seen this.</blockquote>
<p class="Body">It thawed by Friday.</p></body></html>
"""
PLAIN = 'style="font-family:Garamond;font-weight:400"'
ONLINE = f"""
<meta charset="utf-8"><b style="font-weight:normal" id="internal-guid-1"><p dir="ltr"><span {PLAIN}>
The harbour froze on Tuesday.</span></p><h2 dir="ltr"><span {PLAIN}>What the ice did</span></h2>
<p dir="ltr"><span {PLAIN}>It closed </span><a href="https://harbour.example/notice">
<span {PLAIN}>the north basin</span></a><span {PLAIN}> and </span>
<span style="font-weight:700">both</span><span {PLAIN}> slipways:</span></p>
<ul><li dir="ltr"><p><span {PLAIN}>eleven boats,</span></p></li>
<li dir="ltr"><p><span {PLAIN}>two ferries.</span></p></li></ul><br>
<blockquote><span {PLAIN}>Nobody alive has seen this.</span></blockquote>
<p dir="ltr"><span {PLAIN}>It thawed by Friday.</span></p></b>
""".replace("\n", "")
PASTE = """(editor, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", new DOMParser().parseFromString(html, "text/html").body.innerText);
    const event = { clipboardData: data, bubbles: true, cancelable: true };
    editor.dispatchEvent(new ClipboardEvent("paste", event));
}"""
SAVED = """
from news.models import ArticlePage
page = ArticlePage.objects.get(title="The harbour froze ({name})").get_latest_revision_as_object()
for block in page.body:
    print(block.block_type, "|", getattr(block.value, "source", None) or block.value["text"])
"""


@pytest.mark.parametrize(("name", "clipboard"), [("desktop", DESKTOP), ("online", ONLINE)])
def test_each_pasted_paragraph_becomes_a_block(browser, newsroom_server, name, clipboard):
    reporter = Colleague(browser, newsroom_server.url, "reporter")
    reporter.go("/admin/articles/")
    reporter.page.get_by_role("link", name="Add article").click()
    reporter.fill("title", f"The harbour froze ({name})")
    block = reporter.add_block("Paragraph")
    editor = reporter.page.locator("[role=textbox]").first
    editor.click()
    editor.evaluate(PASTE, clipboard)
    typed = reporter.page.locator(f'[name="{block}-value"]')  # the editor writes it with a delay
    expect(typed).to_have_value(re.compile("It thawed by Friday"))
    reporter.press("Save draft")
    expect(reporter.page.locator(".messages .success")).to_be_visible()

    saved = [
        line.split(" | ")
        for line in newsroom_server.shell(SAVED.replace("{name}", name)).splitlines()
    ]
    kinds, texts = zip(*saved, strict=True)
    assert kinds == ("paragraph", "heading", "paragraph", "paragraph", "quotation", "paragraph")
    whole = " ".join(texts)
    assert '<a href="https://harbour.example/notice">the north basin</a>' in whole
    assert "<b>both</b>" in whole
    assert whole.count("<li") == 2
    assert texts[4] == "Nobody alive has seen this."
    for dirt in ("style=", "class=", "span", "Garamond"):
        assert dirt not in whole
    assert reporter.faults == []
