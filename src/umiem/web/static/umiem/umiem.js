// Small comforts. Every page works without this file.
(() => {
  "use strict";

  // A summary of errors or a verdict takes the focus, so that a screen reader starts there.
  document.querySelector("#error-summary, [data-focus]")?.focus();

  // On a narrow screen the places stand in one row that scrolls: the present one is brought into sight.
  for (const place of document.querySelectorAll(".subnav [aria-current]")) {
    const row = place.parentElement;
    row.scrollLeft = place.offsetLeft - row.offsetLeft - (row.clientWidth - place.offsetWidth) / 2;
  }

  // Copy buttons: shown only where copying works.
  for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
      button.querySelector("[data-said]").textContent = button.dataset.done;
    });
  }

  // The one box: a dropped file lands in the same file field that the button fills.
  for (const box of document.querySelectorAll("[data-drop]")) {
    const input = box.querySelector("input[type=file]");
    const carriesFile = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
    for (const kind of ["dragenter", "dragover"]) {
      box.addEventListener(kind, (event) => {
        if (!carriesFile(event)) return;
        event.preventDefault();
        box.classList.add("dropping");
      });
    }
    for (const kind of ["dragleave", "drop"]) box.addEventListener(kind, () => box.classList.remove("dropping"));
    box.addEventListener("drop", (event) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      input.files = event.dataTransfer.files;
      box.closest("form").requestSubmit();
    });
  }

  // Printing opens every closed list: paper has no arrows to click.
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open])")) {
      details.dataset.wasClosed = "";
      details.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const details of document.querySelectorAll("details[data-was-closed]")) details.open = false;
  });

  // A form that is on its way is not sent again by a second click; coming back with "back" frees it.
  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.downloads !== undefined) return; // the page stays: the other file may be wanted at once
    if (form.dataset.sent !== undefined) return event.preventDefault();
    form.dataset.sent = "";
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(() => free(form), 3000); // a download leaves the page where it is
  });
  const free = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  };
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free));

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
