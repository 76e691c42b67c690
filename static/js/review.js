/* The matrix: ticked rows are counted. The queue: keys J K A R, when no field has the focus; they can be switched off. */
(() => {
  "use strict";

  /* --- ticked rows ------------------------------------------------------------------------------------------------ */
  const form = document.querySelector("[data-ticks]");
  if (form) {
    const ticks = [...form.querySelectorAll('input[name="entry"]')];
    const all = form.querySelector("[data-tick-all]");
    const bulk = form.querySelector("[data-bulk]");

    const count = () => {
      const ticked = ticks.filter((tick) => tick.checked);
      for (const tick of ticks) tick.closest("tr").classList.toggle("is-picked", tick.checked);
      if (!bulk) return;
      bulk.classList.toggle("is-idle", ticked.length === 0);
      const numbers = ticked.map((tick) => tick.dataset.number);
      const shown = numbers.slice(0, 8).join(", ") + (numbers.length > 8 ? "…" : "");
      bulk.querySelector("[data-ticked-words]").textContent = ticked.length
        ? `Отмечено ${ticked.length}: ${shown}`
        : "Отметьте мероприятия, чтобы решить о нескольких сразу";
      for (const button of bulk.querySelectorAll("button")) button.hidden = ticked.length === 0;
      /* a deed counts what it is meant for among the ticked; without any it is not offered */
      for (const counted of bulk.querySelectorAll("[data-ticked-count]")) {
        const meant = ticked.filter((tick) => counted.dataset.tickedCount in tick.dataset).length;
        counted.textContent = meant ? ` ${meant}` : "";
        counted.closest("button").hidden = meant === 0;
      }
      if (all) {
        all.checked = ticked.length === ticks.length && ticks.length > 0;
        all.indeterminate = ticked.length > 0 && ticked.length < ticks.length;
      }
    };

    form.addEventListener("change", (event) => {
      if (event.target === all) for (const tick of ticks) tick.checked = all.checked;
      count();
    });
    form.querySelector("[data-untick]")?.addEventListener("click", () => {
      for (const tick of ticks) tick.checked = false;
      count();
      (all ?? ticks[0])?.focus();
    });
    /* the back button brings the ticks back without telling */
    addEventListener("pageshow", count);
    count();
  }

  for (const field of document.querySelectorAll("[data-submit]")) {
    field.addEventListener("change", () => field.form.requestSubmit());
  }

  /* --- keys ------------------------------------------------------------------------------------------------------- */
  const keyed = [...document.querySelectorAll("[data-key]")];
  const turn = document.querySelector("[data-keys-switch]");
  if (!turn) return;

  const remembered = () => {
    try {
      return localStorage.getItem("review-keys");
    } catch {
      return null;
    }
  };
  let on = remembered() !== "off";

  const show = () => {
    document.documentElement.classList.toggle("keys-off", !on);
    turn.textContent = `${on ? "Выключить" : "Включить"} клавиши J, K, A, R`;
  };
  turn.addEventListener("click", () => {
    on = !on;
    try {
      localStorage.setItem("review-keys", on ? "on" : "off");
    } catch {
      /* a browser that keeps nothing asks again next time */
    }
    show();
  });
  show();

  document.addEventListener("keydown", (event) => {
    if (!on || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    /* the place of the key, not its letter: the Russian layout has «о л ф к» there */
    const target = keyed.find((element) => element.dataset.key === event.code);
    if (!target) return;
    event.preventDefault();
    /* a remark is read before it goes: the key leads to it, the button sends it */
    const remark = document.getElementById("id_remark");
    if (event.code === "KeyR" && remark) {
      remark.focus();
      return;
    }
    target.click();
  });

  /* one decision a page: a second click or key changes nothing */
  const decision = document.querySelector("[data-decision]");
  let sent = false;
  decision?.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => {
    sent = false;
  });
})();
