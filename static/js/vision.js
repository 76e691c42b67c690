/* The version for the visually impaired: first script in <head>, so that the look is there before the first line is drawn.
   Choices live in localStorage (no cookie: public pages stay one for everybody); the query carries the same values. */
(() => {
  "use strict";
  const KEY = "vision";
  const NAMES = ["vision", "size", "contrast", "spacing", "images"];
  const html = document.documentElement;

  const stored = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch {
      return {};
    }
  };

  const store = (values) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(values));
    } catch {
      /* a browser that keeps nothing still shows the look on this page */
    }
  };

  const asked = (search) => {
    const query = new URLSearchParams(search);
    return Object.fromEntries(NAMES.filter((name) => query.has(name)).map((name) => [name, query.get(name)]));
  };

  const apply = (values) => {
    const on = values.vision === "on";
    for (const name of NAMES) {
      if (on && values[name]) html.dataset[name] = values[name];
      else delete html.dataset[name];
    }
  };

  let values = { ...stored(), ...asked(location.search) };
  html.dataset.js = "";
  if (Object.keys(asked(location.search)).length) store(values);
  apply(values);

  const mark = () => {
    for (const link of document.querySelectorAll("[data-vision-panel] a[data-name]")) {
      const chosen = values[link.dataset.name] || link.dataset.default || "";
      if (chosen === link.dataset.value) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    mark();
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-vision-link]");
      if (!link) return;
      event.preventDefault();
      values = { ...values, ...asked(new URL(link.href).search) };
      store(values);
      apply(values);
      mark();
      const panel = document.querySelector("[data-vision-panel]");
      if (link.dataset.visionLink === "open" && panel) panel.focus();
      if (link.dataset.visionLink === "close") document.querySelector('[data-vision-link="open"]')?.focus();
    });
  });
})();
