// What readers may be about to type, under the field (WAI-ARIA 1.2, combobox with a list).
// Searching works without it.
const PAUSE = 150;
const SHORTEST = 2;

const made = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  element.append(...children);
  return element;
};

const assist = (input) => {
  const id = `${input.id}-suggestions`;
  const list = made("div", { id, class: "suggestions", role: "listbox", "aria-label": "Suggestions", hidden: "" });
  const said = made("p", { class: "visually-hidden", role: "status" });
  let active = null;
  let request;
  let soon;

  const mark = (option) => {
    active?.setAttribute("aria-selected", "false");
    active = option;
    active?.setAttribute("aria-selected", "true");
    active?.scrollIntoView({ block: "nearest" });
    if (active) input.setAttribute("aria-activedescendant", active.id);
    else input.removeAttribute("aria-activedescendant");
  };

  const open = (isOpen) => {
    mark(null);
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", isOpen);
  };

  const show = (suggestions) => {
    const options = suggestions.map(({ kind, label, address }, place) =>
      made(
        "a",
        { id: `${id}-${place}`, role: "option", href: address, tabindex: -1, "aria-selected": "false" },
        made("span", {}, label),
        ...(kind ? [" ", made("span", { class: "suggestion-kind" }, kind)] : []),
      ),
    );
    list.replaceChildren(...options);
    open(options.length > 0);
    said.textContent = options.length === 1 ? "1 suggestion" : `${options.length || "No"} suggestions`;
  };

  const forget = () => {
    clearTimeout(soon);
    request?.abort();
    open(false);
  };

  const ask = async () => {
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    try {
      const query = new URLSearchParams({ query: input.value });
      const answer = await fetch(`${input.form.action}suggest/?${query}`, { signal });
      const { suggestions } = await answer.json();
      if (!signal.aborted) show(suggestions);
    } catch {
      // Offline, or overtaken by the next letter: what is there stays, or nothing does.
    }
  };

  const listen = () => {
    clearTimeout(soon);
    if (input.value.trim().length < SHORTEST) forget();
    else soon = setTimeout(ask, PAUSE);
  };

  // Up and down go round, and pass the field itself.
  const move = (step) => {
    if (list.hidden) open(true);
    const stops = [null, ...list.children];
    mark(stops.at((stops.indexOf(active) + step) % stops.length));
  };

  input.addEventListener("input", listen);
  input.addEventListener("blur", forget);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !list.firstChild) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && active) active.click();
    else if (event.key === "Escape" && !list.hidden) forget();
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());

  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": id,
    "aria-expanded": "false",
  })) input.setAttribute(name, value);
  input.after(list, said);
  // What was typed while this was on its way.
  if (input === document.activeElement && input.value !== input.defaultValue) listen();
};

document.querySelectorAll("form[role=search] [name=query], .search-form [name=query]").forEach(assist);
