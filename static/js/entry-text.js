/* Buttons over an entry's text: lists, links, last period's words, numbers found in the text. All can be undone.
   And the file that was chosen and is not attached yet. */
(() => {
  "use strict";

  const form = document.getElementById("entry-form");
  if (!form) return;
  const text = form.elements.text;
  const inserted = form.querySelector("[data-inserted]");
  let before = null;

  const tell = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

  /* execCommand alone keeps the field's own undo (Ctrl+Z) */
  function replace(start, end, words) {
    text.focus();
    text.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, words)) {
      text.setRangeText(words, start, end, "end");
      tell(text);
    }
  }

  function lines() {
    const { value, selectionStart, selectionEnd } = text;
    const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const next = value.indexOf("\n", Math.max(selectionEnd - 1, selectionStart));
    return [start, next < 0 ? value.length : next];
  }

  /* each line of the selection becomes an item, or stops being one */
  function list() {
    const [start, end] = lines();
    const rows = text.value.slice(start, end).split("\n");
    const all = rows.every((row) => row.startsWith("– ") || !row.trim());
    const some = rows.some((row) => row.trim());
    const made = rows.map((row) => {
      if (all && some) return row.replace(/^– /, "");
      if (!row.trim() && rows.length > 1) return row;
      return row.startsWith("– ") ? row : `– ${row.replace(/^[-—•*]\s+/, "")}`;
    });
    replace(start, end, made.join("\n"));
  }

  /* «words (address)»: the address is selected, to be typed or pasted over */
  function link() {
    const { selectionStart: start, selectionEnd: end, value } = text;
    const picked = value.slice(start, end).trim();
    const address = /^(https?:\/\/|www\.)\S+$/i.test(picked) ? picked : "https://";
    const words = address === picked || !picked ? "название" : picked;
    replace(start, end, `${words} (${address})`);
    const at = address === picked ? [start, start + words.length] : [start + words.length + 2, start + words.length + 2 + address.length];
    text.setSelectionRange(...at);
  }

  const marks = { list, link };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;

    if (button.dataset.mark) marks[button.dataset.mark]();

    if (button.matches("[data-insert]")) {
      event.preventDefault();
      before = text.value;
      const words = document.querySelector("[data-previous]").value;
      const own = before.trimEnd();
      replace(own.length, before.length, own ? `\n${words}` : words);
      inserted.hidden = false;
      text.scrollIntoView({ block: "nearest" });
    }

    if (button.matches("[data-undo]") && before !== null) {
      event.preventDefault();
      replace(0, text.value.length, before);
      before = null;
      inserted.hidden = true;
    }

    if (button.matches("[data-take]")) {
      event.preventDefault();
      const field = document.getElementById(button.dataset.take);
      field.value = field.matches("select") ? button.dataset.value : button.dataset.value.replace(".", ",");
      tell(field);
      field.focus();
    }
  });

  /* typed on after the insertion: taking it out would take these words too */
  text.addEventListener("input", () => {
    if (before !== null && !inserted.hidden && document.activeElement === text) {
      const words = document.querySelector("[data-previous]").value;
      if (!text.value.endsWith(words)) {
        before = null;
        inserted.hidden = true;
      }
    }
  });

  /* a file that was chosen waits for its button, or for the next save by hand */
  const file = form.elements.attachment_file;
  const waiting = form.querySelector("[data-chosen]");
  let sends = false;

  function showFile() {
    const [chosen] = file.files;
    waiting.querySelector("[data-chosen-name]").textContent = chosen?.name ?? "";
    waiting.hidden = !chosen;
  }

  file.addEventListener("change", showFile);
  showFile(); /* a browser that goes back keeps the choice */

  form.addEventListener("submit", () => {
    sends = true;
    setTimeout(() => (sends = false), 15000); /* the page is still here: sending was stopped */
  });

  addEventListener("beforeunload", (event) => {
    if (!sends && file.files.length) event.preventDefault();
  });
})();
