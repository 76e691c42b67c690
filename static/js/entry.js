/* The form of an entry saves itself, and holds what is not saved in this browser until the portal has it. */
(() => {
  "use strict";

  const PREFIX = "opengov:entry:";
  const PAUSE = 2500; /* after the last key */
  const LONGEST = 10000; /* while the keys never rest */
  const AGE = 14 * 24 * 3600 * 1000;
  const RETRIES = [3000, 6000, 12000, 24000, 45000];

  /* --- the copy in this browser: one per person and entry --- */
  const keyOf = (place) => `${PREFIX}${place.dataset.user}:${place.dataset.entry}`;

  const copies = {
    read(key) {
      try {
        const copy = JSON.parse(localStorage.getItem(key));
        if (copy && Date.now() - copy.at < AGE) return copy;
        localStorage.removeItem(key);
      } catch {
        /* no storage: the portal's own autosave must do */
      }
      return null;
    },
    write(key, copy) {
      try {
        localStorage.setItem(key, JSON.stringify(copy));
      } catch {
        /* full or forbidden */
      }
    },
    drop(key) {
      try {
        localStorage.removeItem(key);
      } catch {
        /* nothing to drop */
      }
    },
  };

  /* as the portal keeps a text: so that "the same" means the same on both sides */
  const cleaned = (text) =>
    String(text ?? "")
      .replace(/\r\n?/g, "\n")
      .split("\n")
      .map((line) => line.trimEnd())
      .join("\n")
      .replace(/^\n+|\n+$/g, "");

  const readOnly = document.querySelector("[data-read]");
  if (readOnly) {
    const copy = copies.read(keyOf(readOnly));
    const stands = readOnly.querySelector("[data-stands]").value;
    const left = readOnly.querySelector("[data-left]");
    if (copy && (!copy.fields.text?.trim() || cleaned(copy.fields.text) === cleaned(stands))) {
      copies.drop(keyOf(readOnly));
    } else if (copy) {
      left.querySelector("textarea").value = copy.fields.text;
      left.hidden = false;
      left.querySelector("[data-left-drop]").addEventListener("click", () => {
        copies.drop(keyOf(readOnly));
        left.hidden = true;
      });
    }
  }

  /* the page of a conflict: what is chosen there takes the place of the copy */
  const settling = document.querySelector("[data-conflict]");
  settling?.addEventListener("submit", (event) => {
    const choice = event.submitter?.value;
    if (choice === "settle-theirs") {
      copies.drop(keyOf(settling));
      return;
    }
    const prefix = choice === "settle-mine" ? "mine-" : "";
    const chosen = [...new FormData(settling)].filter(([name]) => name.startsWith("mine-") === Boolean(prefix));
    const fields = Object.fromEntries(chosen.map(([name, value]) => [name.slice(prefix.length), value]));
    for (const name of ["csrfmiddlewaretoken", "writer", "action"]) delete fields[name];
    copies.write(keyOf(settling), { at: Date.now(), fields });
  });

  const form = document.getElementById("entry-form");
  if (!form) return;

  const key = keyOf(form);
  const notices = form.querySelector("[data-notices]");
  const saved = form.querySelector("[data-saved]");
  const sayings = document.querySelectorAll("[data-state]");
  const DOCUMENTS = ["attachment_file", "attachment_title", "attachment_url", "attachment_url_title"];
  const IDLE = new Set(["csrfmiddlewaretoken", "writer", "action", "before_insertion", ...DOCUMENTS]);

  /* documents go by their own buttons, never with a save by itself */
  const words = () => {
    const data = new FormData(form);
    for (const name of DOCUMENTS) data.delete(name);
    return data;
  };

  const fields = () => {
    const found = {};
    for (const [name, value] of new FormData(form)) if (!IDLE.has(name)) found[name] = value;
    return found;
  };

  /* what a person has typed; `read` and `base` belong to the page */
  const typed = (values) =>
    JSON.stringify(
      Object.entries(values)
        .filter(([name, value]) => name !== "read" && name !== "base" && value !== "")
        .map(([name, value]) => [name, cleaned(value)])
        .sort(),
    );

  let kept = form.dataset.unsaved ? null : typed(fields());
  let sending = null; /* the promise of a save on its way */
  let lastSent = null; /* what went out and was perhaps kept, though its answer was lost */
  let timer = 0;
  let firstKey = 0;
  let failures = 0;
  let stopped = false;
  let leaving = false;

  const isDirty = () => typed(fields()) !== kept;

  function say(state, more = "") {
    const words = [...sayings].find((item) => item.dataset.state === state);
    saved.dataset.now = state;
    saved.replaceChildren(...words.cloneNode(true).childNodes);
    if (more) saved.querySelector("span").append(more);
  }

  function notice(kind, buttons = [], extra = "") {
    const template = document.querySelector(`[data-notice="${kind}"]`);
    const shown = template.firstElementChild.cloneNode(true);
    shown.dataset.kind = kind;
    if (extra) shown.querySelector(".callout-title").append(extra);
    const row = document.createElement("p");
    row.className = "btn-row";
    row.append(...buttons);
    if (buttons.length) shown.lastElementChild.append(row);
    notices.querySelector(`[data-kind="${kind}"]`)?.remove();
    notices.append(shown);
    return shown;
  }

  const dismiss = (kind) => notices.querySelector(`[data-kind="${kind}"]`)?.remove();

  function button(words, onClick, submits = false) {
    const made = document.createElement("button");
    made.className = "btn btn-sm";
    made.type = submits ? "submit" : "button";
    if (submits) {
      made.name = "action";
      made.value = "save";
    }
    made.textContent = words;
    if (onClick) made.addEventListener("click", onClick);
    return made;
  }

  const remember = () => copies.write(key, { at: Date.now(), fields: fields() });

  /* --- autosave --- */
  /* after a new sign-in in another tab the cookie has the token that counts */
  function freshToken() {
    const cookie = document.cookie.split("; ").find((item) => item.startsWith("csrftoken="));
    if (cookie) form.elements.csrfmiddlewaretoken.value = cookie.slice("csrftoken=".length);
    return form.elements.csrfmiddlewaretoken.value;
  }

  function schedule(delay = PAUSE) {
    if (stopped || !form.dataset.autosave) return;
    clearTimeout(timer);
    firstKey ||= Date.now();
    timer = setTimeout(save, Math.max(0, Math.min(delay, firstKey + LONGEST - Date.now())));
  }

  function stop(kind, buttons) {
    stopped = true;
    clearTimeout(timer);
    notice(kind, buttons);
    say("stopped");
  }

  function save() {
    clearTimeout(timer);
    if (stopped || leaving || !form.dataset.autosave || !isDirty()) return Promise.resolve();
    if (sending) return sending.then(save);
    firstKey = 0;
    say("saving");
    sending = send().finally(() => {
      sending = null;
    });
    return sending;
  }

  async function send() {
    freshToken();
    const data = words();
    const values = fields();
    lastSent = values;
    const abort = new AbortController();
    const limit = setTimeout(() => abort.abort(), 20000);
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST",
        body: data,
        redirect: "manual",
        signal: abort.signal,
        headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      });
      if (response.status === 200) return accept(await response.json(), values);
      if (response.status === 409) return conflict(await response.json(), values);
      if (response.status === 422) return tooLong(await response.json());
      if (response.type === "opaqueredirect" || response.status === 401) return signedOut();
      if (response.status === 403 || response.status === 404) return stop("state", [button("Сохранить", null, true)]);
      return retry();
    } catch {
      return retry();
    } finally {
      clearTimeout(limit);
    }
  }

  function accept(answer, values) {
    failures = 0;
    lastSent = null;
    form.elements.read.value = answer.revision;
    form.elements.base.value = values.text;
    for (const kind of ["length", "session"]) dismiss(kind);
    restoredIsSaved();
    const wrong = Object.keys(answer.errors).filter((name) => name.startsWith("figure-"));
    for (const input of form.querySelectorAll("[name^='figure-']")) {
      input.classList.toggle("is-invalid", wrong.includes(input.name));
    }
    kept = typed(values);
    say("saved", answer.saved);
    if (isDirty()) {
      remember();
      schedule();
    } else if (wrong.length) {
      remember();
    } else {
      copies.drop(key);
    }
  }

  /* what came back after a sign-in stands in the portal now: there is nothing older to go back to */
  function restoredIsSaved() {
    for (const item of document.querySelectorAll("[data-restored] :is([data-before-save], [data-after-save])")) {
      item.hidden = "beforeSave" in item.dataset;
    }
  }

  function conflict(answer, values) {
    if (answer.kind === "stale") {
      /* our own save, whose answer never came: go on from it */
      const before = lastAnswerless && cleaned(lastAnswerless.text) === answer.text ? lastAnswerless : null;
      if (before || cleaned(values.base) === answer.text) {
        form.elements.read.value = answer.revision;
        lastAnswerless = null;
        return schedule(0);
      }
      remember();
      return stop("stale", [button("Сравнить и объединить", null, true)]);
    }
    remember();
    return stop(answer.kind, [button(answer.kind === "state" ? "Показать, что стало" : "Войти", null, true)]);
  }

  function tooLong(answer) {
    const words = Object.values(answer.errors).flat();
    dismiss("length");
    notice("length", [], ` ${words.map((item) => item.message ?? item).join(" ")}`);
    remember();
    say("waiting");
  }

  function signedOut() {
    remember();
    if (!notices.querySelector('[data-kind="session"]')) {
      notice("session", [button("Войти и вернуться с этим текстом", null, true)]);
    }
    say("stopped");
    timer = setTimeout(save, 20000); /* signed in again in another tab: go on */
  }

  let lastAnswerless = null;
  function retry() {
    lastAnswerless = lastSent;
    remember();
    say("offline");
    const delay = RETRIES[Math.min(failures, RETRIES.length - 1)];
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  addEventListener("online", () => {
    if (!stopped && isDirty()) schedule(0);
  });

  let copying = 0;
  function changed() {
    if (!isDirty()) return;
    if (!stopped) say("waiting");
    clearTimeout(copying);
    copying = setTimeout(remember, 300);
    schedule();
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);

  /* --- leaving --- */
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value === "drop") copies.drop(key);
    else if (isDirty()) remember();
    if (leaving) {
      event.preventDefault(); /* the second of two clicks */
      return;
    }
    if (sending) {
      /* the answer brings the revision that this form must name */
      event.preventDefault();
      const submitter = event.submitter;
      sending.finally(() => form.requestSubmit(submitter));
      return;
    }
    freshToken();
    leaving = true;
    setTimeout(() => (leaving = false), 15000); /* the page is still here: sending was stopped */
    clearTimeout(timer);
  });

  addEventListener("beforeunload", (event) => {
    if (leaving || !isDirty()) return;
    remember();
    event.preventDefault();
  });

  addEventListener("pagehide", () => {
    if (leaving || stopped || sending || !form.dataset.autosave || !isDirty()) return;
    remember();
    freshToken();
    lastAnswerless = fields();
    navigator.sendBeacon(form.dataset.autosave, words());
  });

  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    leaving = false;
    if (isDirty()) schedule(0);
  });

  /* --- what an earlier visit could not send --- */
  function restore(copy) {
    for (const element of form.elements) {
      if (!element.name || IDLE.has(element.name)) continue;
      if (element.type === "checkbox") element.checked = element.name in copy.fields;
      else if (element.name in copy.fields && element.type !== "submit") element.value = copy.fields[element.name];
    }
    dismiss("copy");
    form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
    form.elements.text.focus();
  }

  const copy = copies.read(key);
  if (copy && typed(copy.fields) !== typed(fields())) {
    const at = new Date(copy.at);
    const today = at.toDateString() === new Date().toDateString();
    const when = at.toLocaleString("ru-RU", {
      hour: "2-digit",
      minute: "2-digit",
      ...(today ? {} : { day: "numeric", month: "long" }),
    });
    notice(
      "copy",
      [
        button("Вернуть в форму", () => restore(copy)),
        button("Убрать", () => {
          copies.drop(key);
          dismiss("copy");
        }),
      ],
      ` от ${when}`,
    );
  } else if (copy && !form.dataset.unsaved) {
    copies.drop(key);
  }
  if (form.dataset.unsaved) {
    say("waiting");
    remember();
    schedule();
  }
})();
