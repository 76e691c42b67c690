/* Search within the report: keeps the rows that hold every word, marks what was found, steps from one to the next.
   «ё» is «е», case does not matter, and a word is found in its other forms («данные» finds «данных»). */
(() => {
  "use strict";
  const MAX_MARKS = 2000;
  const ENDING = /(?:иями|ями|ами|ыми|ими|ого|его|ому|ему|ией|иях|ах|ях|ых|их|ый|ий|ой|ей|ая|яя|ое|ее|ые|ие|ую|юю|ов|ев|ам|ям|ом|ем|ия|ию|ии|[аеиоуыьэюяй])$/;

  const fold = (text) => text.toLowerCase().replaceAll("ё", "е").replace(/[\u00a0\u202f\u2009]/g, " ").replaceAll("\u2011", "-");
  const stem = (word) => (word.length > 4 && /^[а-я-]+$/.test(word) ? word.replace(ENDING, "") : word);
  const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  const start = (form) => {
    const table = document.getElementById(form.dataset.reportSearch);
    const field = form.querySelector("input");
    const output = form.querySelector("output");
    const steps = [...form.querySelectorAll("[data-step]")];
    const nothing = document.querySelector("[data-nothing-found]");
    const filters = [...document.querySelectorAll("a[data-filter]")];
    /* blocks below the table belong to a row: found with it, shown with it */
    const besides = [...document.querySelectorAll("[data-beside]")];
    const rows = [...table.tBodies[0].rows].map((row) => ({
      row,
      level: Number(row.dataset.level),
      text: null,
      besides: besides.filter((block) => block.dataset.beside === row.id),
    }));
    let marks = [];
    let current = -1;

    const unmark = () => {
      for (const mark of marks) {
        const parent = mark.parentNode;
        mark.replaceWith(...mark.childNodes);
        parent.normalize();
      }
      marks = [];
      current = -1;
    };

    /* the page's own links beside the report's words are not searched */
    const wordsOf = (row) => {
      const copy = row.cloneNode(true);
      for (const aside of copy.querySelectorAll("[data-aside], svg")) aside.remove();
      return copy.textContent;
    };

    const markIn = (row, pattern) => {
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      const nodes = [];
      while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("[data-aside], svg")) nodes.push(walker.currentNode);
      for (const node of nodes) {
        const found = [...fold(node.data).matchAll(pattern)].filter((match) => match[0]);
        /* from the end, so that earlier places stay where they are */
        const fresh = found.reverse().map((match) => {
          const tail = node.splitText(match.index);
          tail.splitText(match[0].length);
          const mark = document.createElement("mark");
          tail.replaceWith(mark);
          mark.append(tail);
          return mark;
        });
        marks.push(...fresh.reverse());
        if (marks.length >= MAX_MARKS) return;
      }
    };

    /* a heading stays when a row under it does */
    const showHeadings = () => {
      let kept = [];
      for (const { row, level } of [...rows].reverse()) {
        if (row.dataset.change === undefined) {
          if (kept.some((below) => below > level)) row.hidden = false;
          kept = kept.filter((below) => below <= level);
        }
        if (!row.hidden) kept.push(level);
      }
    };

    const say = () => {
      const words = field.value.trim();
      output.textContent = !words ? "" : marks.length ? `${Math.max(current, 0) + 1} из ${marks.length}` : "не найдено";
      for (const button of steps) button.hidden = marks.length < 2;
    };

    const go = (place) => {
      marks[current]?.classList.remove("is-current");
      current = (place + marks.length) % marks.length;
      marks[current].classList.add("is-current");
      marks[current].scrollIntoView({ block: "center" });
      say();
    };

    const search = () => {
      unmark();
      const words = fold(field.value).split(/\s+/).filter(Boolean).map(stem);
      const cyrillic = words.map((word) => escape(word) + (/^[а-я-]{3,}$/.test(word) ? "[а-я]*" : ""));
      const pattern = words.length ? new RegExp(cyrillic.join("|"), "g") : null;
      let shown = 0;
      for (const entry of rows) {
        entry.text ??= fold([entry.row, ...entry.besides].map(wordsOf).join(" "));
        entry.row.hidden = !words.every((word) => entry.text.includes(word));
        for (const block of entry.besides) block.hidden = entry.row.hidden;
        if (entry.row.hidden) continue;
        shown += 1;
        if (pattern && marks.length < MAX_MARKS) markIn(entry.row, pattern);
      }
      /* after the rows, as they stand on the page */
      for (const block of besides) {
        if (pattern && !block.hidden && marks.length < MAX_MARKS) markIn(block, pattern);
      }
      if (words.length) showHeadings();
      nothing.hidden = shown > 0;
      if (marks.length) {
        marks[0].classList.add("is-current");
        current = 0;
      }
      say();
    };

    const pickFilter = () => {
      const hash = location.hash.startsWith("#only-") ? location.hash : "#only-all";
      for (const link of filters) {
        if (link.hash === hash) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };

    let timer = 0;
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(search, 150);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (marks.length) go(current + 1);
    });
    for (const button of steps) {
      button.addEventListener("click", () => marks.length && go(current + Number(button.dataset.step)));
    }
    /* a link to a row or a block that the search has hidden clears the search first */
    addEventListener("hashchange", () => {
      const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (row?.hidden) {
        field.value = "";
        search();
        row.scrollIntoView();
      }
      pickFilter();
    });
    pickFilter();
  };

  document.querySelectorAll("form[data-report-search]").forEach(start);
})();
