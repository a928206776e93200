// Searching skills and occupations while typing. Without this file the button beside the field does the same.
// Keyboard and roles: WAI-ARIA Authoring Practices, "Editable Combobox With List Autocomplete".
(() => {
  "use strict";

  const SHORTEST = 2;
  const PAUSE = 200;
  const BACK_TO = "umiem-skill-search";

  for (const input of document.querySelectorAll("input[data-skills]")) combobox(input);

  // After a skill was added the page comes back; whoever adds several goes on typing.
  const last = sessionStorage.getItem(BACK_TO);
  sessionStorage.removeItem(BACK_TO);
  if (last) document.getElementById(last)?.focus();

  function combobox(input) {
    const list = document.createElement("ul");
    const said = document.createElement("p");
    let options = [];
    let active = -1;
    let timer;
    let asking;

    list.id = `${input.id}-list`;
    list.className = "combobox-list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0].textContent);
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    input.closest(".row").after(list, said);

    input.addEventListener("input", () => {
      clearTimeout(timer);
      asking?.abort();
      if (input.value.trim().length < SHORTEST) return close();
      timer = setTimeout(ask, PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      const isOpen = !list.hidden;
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!isOpen) return input.value.trim().length < SHORTEST ? undefined : ask();
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark(active < 0 && step < 0 ? options.length - 1 : (active + step + options.length) % options.length);
      } else if (event.key === "Enter") {
        event.preventDefault(); // never the first button of the form
        if (isOpen && active >= 0) choose(active);
        else press(input.closest(".row").querySelector("button"));
      } else if (event.key === "Escape" && isOpen) {
        event.preventDefault();
        close();
      }
    });
    input.addEventListener("blur", close);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(options.indexOf(option));
    });

    async function ask() {
      asking?.abort();
      asking = new AbortController();
      const address = new URL(input.dataset.skills, location.href);
      address.searchParams.set("q", input.value.trim());
      try {
        const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
        if (!answer.ok) return close();
        const { found, said: sentence } = await answer.json();
        if (document.activeElement === input) show(found, sentence);
      } catch {
        close(); // no network, or the next letter came first: the button still works
      }
    }

    function show(found, sentence) {
      const group = input.closest(".group");
      const present = new Set([...group.querySelectorAll("[data-uri]")].map((row) => row.dataset.uri));
      options = found.filter((one) => !present.has(one.uri)).map((one, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.dataset.value = one.uri;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.lang = one.language;
        option.textContent = one.label;
        return option;
      });
      active = -1;
      list.replaceChildren(...options);
      list.hidden = options.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      input.removeAttribute("aria-activedescendant");
      said.textContent = sentence;
    }

    function mark(number) {
      options[active]?.setAttribute("aria-selected", "false");
      active = number;
      options[active].setAttribute("aria-selected", "true");
      options[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[active].id);
    }

    function close() {
      clearTimeout(timer);
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      said.textContent = "";
    }

    function choose(number) {
      const chosen = hidden("input", `${input.name.slice(0, -".q".length)}.found`, options[number].dataset.value);
      const button = hidden("button", "act", `stay:${input.name.slice(0, -".q".length)}`);
      input.value = "";
      close();
      sessionStorage.setItem(BACK_TO, input.id);
      input.form.append(chosen, button);
      press(button);
    }
  }

  function hidden(kind, name, value) {
    const element = document.createElement(kind);
    element.type = kind === "button" ? "submit" : "hidden";
    Object.assign(element, { name, value, hidden: true });
    return element;
  }

  function press(button) {
    button.form.requestSubmit(button);
  }
})();
