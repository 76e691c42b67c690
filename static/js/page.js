/* Small behaviours that any page may ask for by a data- attribute. Every page works without them. */
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button, a");

    if (button?.matches("[data-print]")) window.print();

    if (button?.matches("[data-dismiss]")) button.closest(button.dataset.dismiss)?.remove();

    if (button?.matches("[data-reveal]")) {
      const field = document.getElementById(button.dataset.reveal);
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      button.setAttribute("aria-pressed", String(!shown));
      button.querySelector("[data-reveal-word]").textContent = shown ? "Показать" : "Скрыть";
    }

    /* a click beside an open menu closes it */
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  /* who signs out leaves nothing of their unsent texts on a shared computer */
  document.addEventListener("submit", (event) => {
    if (!event.target.action?.endsWith?.("/accounts/logout/")) return;
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith("opengov:entry:")) localStorage.removeItem(key);
    } catch {
      /* no storage */
    }
  });

  /* paper shows what is folded on the screen */
  window.addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll("details[data-print]")) folded.open = true;
  });

  /* the summary of errors gets the focus, so that it is read first */
  document.querySelector("[data-errors]")?.focus();
})();
