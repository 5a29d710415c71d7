// An article works without it.
{
  const all = (selector) => document.querySelectorAll(selector);
  const here = location.origin + location.pathname;
  const [said] = all(".said");

  const copy = async (address) => {
    await navigator.clipboard.writeText(address);
    said.textContent = "Link copied.";
    setTimeout(() => said.replaceChildren(), 5000);
  };
  const actions = {
    copy: navigator.clipboard && (() => copy(here)),
    print: () => print(),
    share: navigator.share && (() => navigator.share({ title: document.title, url: here })),
    play: ({ parentElement: stage, nextElementSibling: player }) => {
      stage.replaceChildren(player.content);
      stage.firstElementChild.focus();
    },
  };
  for (const button of all("[data-do]")) {
    const action = actions[button.dataset.do];
    if (action) {
      button.closest("[hidden]").hidden = false;
      button.onclick = () => action(button);
    }
  }

  if (navigator.clipboard && Intl.Segmenter) {
    const segmenter = new Intl.Segmenter("en", { granularity: "word" });
    const fold = (text) => text.replace(/\s+/g, " ").toLowerCase();
    const join = (segments) => segments.map(({ segment }) => segment).join("").trim();
    const isNew = (segments, text) => !fold(text).includes(fold(join(segments)));
    const encode = (segments) => encodeURIComponent(join(segments)).replaceAll("-", "%2D");

    // What a range takes of a paragraph, in whole words.
    const taken = (leaf, range) => {
      const whole = new Range();
      whole.selectNodeContents(leaf);
      const place = (node, at) => {
        const side = whole.comparePoint(node, at);
        const until = whole.cloneRange();
        if (!side) until.setEnd(node, at);
        return side < 0 ? 0 : `${until}`.length;
      };
      const from = place(range.startContainer, range.startOffset);
      const to = place(range.endContainer, range.endOffset);
      const words = [...segmenter.segment(leaf.textContent)];
      const isTaken = ({ index, segment }) =>
        segment.trim() && index < to && index + segment.length > from;
      const first = words.findIndex(isTaken);
      const last = words.findLastIndex(isTaken) + 1;
      return { leaf, words, first, last, chosen: words.slice(first, last) };
    };

    // What finds these words alone.
    const directive = (parts, range) => {
      const until = new Range();
      until.setEnd(range.startContainer, range.startOffset);
      const page = `${until}`;
      const [{ words, first, last, chosen }] = parts;
      const text = parts.map((part) => join(part.chosen)).join(" ");
      const half = parts[1] ? 99 : text.length > 100 && chosen.length >> 1;
      for (let more = 0; more < words.length; more += 6) {
        const from = Math.max(0, first - more);
        const before = encode(words.slice(from, first));
        const after = encode(words.slice(last, last + more));
        const most = Math.min(9 + more, half);
        const start = chosen.slice(0, most);
        const end = parts.at(-1).chosen.slice(-most);
        if (half) {
          if (isNew(start, page) && isNew(end, text.slice(0, -1))) return `:~:text=${encode(start)},${encode(end)}`;
        } else if (isNew(words.slice(from, last + more), page)) {
          return `:~:text=${before && before + "-,"}${encode(chosen)}${after && ",-" + after}`;
        }
      }
      return "";
    };

    const button = document.createElement("button");
    button.className = "link-words";
    button.textContent = "Copy link to these words";
    button.onmousedown = (event) => event.preventDefault();

    const offer = () => {
      button.remove();
      if (getSelection().isCollapsed) return;
      const range = getSelection().getRangeAt(0);
      const parts = [...all(".body :is(p, li, h2, h3, th, td, figcaption)")]
        .map((leaf) => taken(leaf, range))
        .filter(({ last }) => last);
      if (!parts[0]) return;
      const address = `${here}#${parts[0].leaf.closest("[id]").id}${directive(parts, range)}`;
      const block = parts.at(-1).leaf.closest(".body > *");
      button.onclick = () => copy(address);
      block.append(button);
      button.style.top = `${range.getBoundingClientRect().bottom - block.getBoundingClientRect().top}px`;
    };
    document.onselectionchange = () => {
      clearTimeout(offer.soon);
      offer.soon = setTimeout(offer, 250);
    };
    document.onkeydown = (event) => {
      if (event.key === "Escape") button.remove();
      if (event.key === "Tab" && button.isConnected && !button.matches(":focus")) {
        event.preventDefault();
        button.focus();
      }
    };
    for (const anchor of all(".anchor")) anchor.onclick = () => copy(here + anchor.hash);
  }
}
