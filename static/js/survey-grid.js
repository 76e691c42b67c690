/* The table of a survey: sums and shares while typing, Enter and arrows between cells, blocks pasted from a sheet.
   Without this script the same is counted by the server's «Пересчитать». */
(() => {
  "use strict";

  const form = document.getElementById("survey-form");
  if (!form) return;
  const THIN = "\u202f";
  const NBSP = "\u00a0";
  const respondents = form.querySelector("[data-respondents]") || form.elements[`respondents-${form.elements.shown.value}`];
  let changed = form.dataset.unsaved === "yes";

  /* as the server reads them: spaces anywhere, a comma or a point; null for nothing, NaN for what is no number */
  function countOf(text) {
    const digits = text.replace(/\s/g, "");
    if (!digits) return null;
    return /^\d{1,10}$/.test(digits) ? Number(digits) : NaN;
  }

  function percentOf(text) {
    if (!text.trim()) return null;
    const words = text.replace(/\s/g, "").replace(/%$/, "").replace(",", ".");
    return /^\d+(\.\d{1,4})?$/.test(words) && Number(words) <= 100 ? words : NaN;
  }

  /* why a field can't be read, in the server's words; «» where it can */
  function wrongIn(field) {
    const digits = field.value.replace(/\s/g, "");
    if (field.dataset.cell === "count") {
      if (/^[-−–—]\d+$/.test(digits)) return "число ответов не бывает меньше нуля";
      return Number.isNaN(countOf(digits)) ? "введите целое число, например 195" : "";
    }
    if (!Number.isNaN(percentOf(digits))) return "";
    return Number(digits.replace(/%$/, "").replace(",", ".")) > 100
      ? "процент не бывает больше 100"
      : "введите процент числом, например 42,3";
  }

  const placesOf = (words) => (words.includes(".") ? words.length - words.indexOf(".") - 1 : 0);
  const spaced = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, THIN);

  /* rounded half up on whole numbers, as everywhere in the portal */
  function share(count, total, places) {
    const scale = 10n ** BigInt(places);
    const scaled = (2n * BigInt(count) * 100n * scale + BigInt(total)) / (2n * BigInt(total));
    const digits = String(scaled).padStart(places + 1, "0");
    return places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
  }

  const percentWords = (words) => `${words.replace(".", ",")}${NBSP}%`;

  function cellsOf(row) {
    return [...row.querySelectorAll("td[data-label]")]
      .filter((cell) => cell.querySelector("[data-share]"))
      .map((cell) => {
        const count = cell.querySelector("[data-cell=count], [data-kept=count]");
        const percent = cell.querySelector("[data-cell=percent], [data-kept=percent]");
        return { cell, count: countOf(count?.value ?? ""), percent: percentOf(percent?.value ?? "") };
      });
  }

  function meaningsOf(row) {
    return [...row.closest("table").querySelectorAll("thead [data-meaning]")].map((head) => head.dataset.meaning);
  }

  function say(row, warning) {
    const place = row.querySelector("[data-warning]");
    place.hidden = !warning;
    place.querySelector("span").textContent = warning;
  }

  /* how many answers most questions have, of the first where none is more usual */
  const totals = new Map();
  function usualTotal() {
    const times = new Map();
    for (const total of totals.values()) {
      if (total !== null) times.set(total, (times.get(total) ?? 0) + 1);
    }
    return [...times].reduce((best, each) => (best && best[1] >= each[1] ? best : each), null)?.[0] ?? null;
  }

  function totalOf(cells) {
    const known = cells.length && cells.every((each) => each.count !== null && !Number.isNaN(each.count));
    return known ? cells.reduce((sum, each) => sum + each.count, 0) : null;
  }

  function warningOf(cells, total) {
    const people = respondents ? countOf(respondents.value) : null;
    const asked = Number.isNaN(people) ? null : people;
    if (total !== null && asked !== null && total !== asked) {
      const more = total > asked ? "больше" : "меньше";
      return `ответов ${spaced(String(total))}, на ${spaced(String(Math.abs(total - asked)))} ${more}, чем опрошенных`;
    }
    const usual = usualTotal();
    if (total !== null && asked === null && total !== usual) {
      return `ответов ${spaced(String(total))}, а на другие вопросы обычно ${spaced(String(usual))}`;
    }
    const percents = cells.map((each) => each.percent).filter((percent) => typeof percent === "string");
    if (cells.every((each) => each.count === null) && percents.length > 1) {
      const most = 4;
      const whole = (words) => Math.round(Number(words) * 10 ** most);
      const slack = percents.reduce((sum, words) => sum + 5 * 10 ** (most - placesOf(words) - 1), 0);
      const sum = percents.reduce((all, words) => all + whole(words), 0);
      if (sum > 100 * 10 ** most + slack) {
        const places = Math.max(...percents.map(placesOf));
        return `вместе ${percentWords((sum / 10 ** most).toFixed(places))}, это больше 100${NBSP}%`;
      }
    }
    return "";
  }

  function satisfied(cells, meanings, total, places) {
    const wanted = cells.filter((_, place) => meanings[place] === "positive");
    if (total && wanted.length) {
      return percentWords(share(wanted.reduce((sum, each) => sum + each.count, 0), total, places));
    }
    if (total === null && wanted.length === 1 && typeof wanted[0].percent === "string") {
      return percentWords(wanted[0].percent);
    }
    return "—";
  }

  function count(row) {
    const cells = cellsOf(row);
    const total = totalOf(cells);
    const printed = cells.filter((each) => typeof each.percent === "string");
    const places = Math.max(0, ...printed.map((each) => placesOf(each.percent)));
    for (const each of cells) {
      const own = typeof each.percent === "string" ? each.percent : null;
      const right = total ? share(each.count, total, own === null ? places : placesOf(own)) : "";
      each.cell.querySelector("[data-share]").textContent = right ? percentWords(right) : "";
      const mark = each.cell.querySelector("[data-mark]");
      const wrong = [...each.cell.querySelectorAll("[data-cell]")].map(wrongIn).find(Boolean);
      const isOdd = right && own !== null && Number(own) !== Number(right);
      mark.hidden = !wrong && !isOdd;
      mark.querySelector("span").textContent = wrong || (isOdd ? `напечатано ${percentWords(own)}` : "");
    }
    row.querySelector("[data-total]").textContent = total === null ? "—" : spaced(String(total));
    row.querySelector("[data-satisfied]").textContent = satisfied(cells, meaningsOf(row), total, places);
    const before = usualTotal();
    totals.set(row, total);
    if (usualTotal() === before) say(row, warningOf(cells, total));
    else rows().forEach((each) => say(each, warningOf(cellsOf(each), totals.get(each))));
  }

  /* the heads of the columns that a field of a set of answers speaks of: «set-0-2-words» */
  function headsOf(field) {
    const [, set, answer] = field.name.split("-");
    const tables = form.querySelectorAll(`table[data-set="${set}"]`);
    return [...tables].map((table) => table.querySelectorAll("thead [data-meaning]")[Number(answer)]);
  }

  const rows = () => [...form.querySelectorAll("[data-row]")];
  for (const row of rows()) totals.set(row, totalOf(cellsOf(row)));

  /* what the server said of a field stands until it is typed in; then what is wrong is said beside it */
  function check(field) {
    const wrong = wrongIn(field);
    document.getElementById(`error-${field.name}`)?.remove();
    field.classList.toggle("is-invalid", Boolean(wrong));
    if (wrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (wrong) field.setAttribute("aria-describedby", field.closest("td").querySelector("[data-mark]").id);
    else field.removeAttribute("aria-describedby");
  }

  /* what is typed */
  form.addEventListener("input", (event) => {
    changed = true;
    const field = event.target;
    const row = field.closest("[data-row]");
    if (field.dataset.words) {
      for (const head of headsOf(field)) head.textContent = field.value.trim() || "Новый ответ";
    }
    if (field === respondents) rows().forEach(count);
    if (!row) return;
    if (field.matches("[data-cell]")) {
      check(field);
      count(row);
    }
    if (field.name === `q-${row.dataset.row}-text`) {
      row.querySelector("[data-heading]").textContent = field.value.trim() || "Новый вопрос";
    }
  });

  form.addEventListener("change", (event) => {
    const field = event.target;
    if (field.dataset.meaning) {
      for (const head of headsOf(field)) {
        head.dataset.meaning = field.value;
        head.closest("table").querySelectorAll("[data-row]").forEach(count);
      }
    }
  });

  /* between cells, as in a sheet */
  const lineOf = (field) => [...field.closest("[data-row]").querySelectorAll("[data-cell]")];

  function below(field, step) {
    const all = rows().filter((row) => row.querySelector("[data-cell]"));
    const row = all[all.indexOf(field.closest("[data-row]")) + step];
    if (!row) return null;
    const line = lineOf(row.querySelector("[data-cell]"));
    return line[Math.min(lineOf(field).indexOf(field), line.length - 1)];
  }

  function go(field) {
    if (!field) return;
    field.focus();
    field.select();
  }

  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches("[data-cell]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const line = lineOf(field);
    const place = line.indexOf(field);
    const isAll = field.selectionStart === 0 && field.selectionEnd === field.value.length;
    const atStart = isAll || (field.selectionStart === 0 && field.selectionEnd === 0);
    const atEnd = isAll || field.selectionStart === field.value.length;
    let next;
    if (event.key === "Enter") next = below(field, event.shiftKey ? -1 : 1) || field;
    else if (event.shiftKey) return;
    else if (event.key === "ArrowDown") next = below(field, 1);
    else if (event.key === "ArrowUp") next = below(field, -1);
    else if (event.key === "ArrowLeft" && atStart) next = line[place - 1];
    else if (event.key === "ArrowRight" && atEnd) next = line[place + 1];
    else return;
    if (!next && event.key.startsWith("Arrow")) return;
    event.preventDefault();
    go(next);
  });

  /* a block copied from a sheet fills the cells from here to the right and down */
  form.addEventListener("paste", (event) => {
    const field = event.target;
    if (!field.matches("[data-cell]")) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const block = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
    if (block.length === 1 && block[0].length === 1) return;
    event.preventDefault();
    let first = field;
    let last = field;
    let filled = 0;
    let left = 0;
    for (const values of block) {
      const line = first ? lineOf(first) : [];
      const start = line.indexOf(first);
      values.forEach((value, place) => {
        const cell = line[start + place];
        if (!cell) {
          left += value.trim() ? 1 : 0;
          return;
        }
        filled += 1;
        cell.value = value.trim();
        cell.dispatchEvent(new Event("input", { bubbles: true }));
        last = cell;
      });
      first = first && below(first, 1);
    }
    const said = form.querySelector("[data-said]");
    said.classList.add("is-said");
    said.textContent = `Вставлено ячеек: ${filled}.${left ? ` Не поместилось в таблицу: ${left}.` : ""}`;
    go(last);
  });

  /* leaving without saving asks first; the form's own buttons do not */
  form.addEventListener("submit", () => {
    changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
})();
