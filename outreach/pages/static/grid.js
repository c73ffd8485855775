// The grid: an ordinary table of ordinary fields, so that tabbing, screen readers and phones work as
// everywhere. It keeps what was typed in an outbox until the program says that it has it: however quickly
// somebody types, and whatever run of the script comes between, nothing is lost. What may stand in a cell is
// the program's to decide; a pasted word that is no choice is shown as it was pasted and sent all the same.
const PICKED = ["participation", "premises", "operating", "category"];
const EDITED = [...PICKED, "remark", "effective_on"];

const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
};

class Grid {
  constructor(parent) {
    this.parent = parent;
    this.outbox = [];
    this.number = 0;
    this.from = Math.random().toString(36).slice(2);
    this.lastTick = null;
    this.told = make("p", { class: "grid-told", role: "status" });
    this.table = make("table", { class: "grid" });
    parent.replaceChildren(this.told, make("div", { class: "grid-wrap" }, this.table));
    this.table.addEventListener("change", (event) => this.changed(event.target));
    this.table.addEventListener("click", (event) => this.clicked(event));
    this.table.addEventListener("paste", (event) => this.pasted(event));
    this.table.addEventListener("keydown", (event) => this.pressed(event));
  }

  // --- what the program says

  show(data) {
    this.data = data;
    if (data.ack.from === this.from) this.outbox = this.outbox.filter(([n]) => n > data.ack.n);
    window.outreachUnsent = this.outbox.length;
    const built = JSON.stringify([data.language, data.rows.map((r) => r.id), data.options, data.columns]);
    if (built !== this.built) {
      this.built = built;
      this.build();
    }
    for (const row of data.rows) this.fill(row);
    const all = this.table.querySelector("thead input");
    all.checked = data.rows.length > 0 && data.rows.every((r) => this.isTicked(r));
  }

  build() {
    const { columns, rows, labels } = this.data;
    const heads = columns.map(({ name, title, sort, sorted }) =>
      make("th", { scope: "col", class: `is-${name}`, "aria-sort": sorted ? sorted : null },
        sort ? make("a", { href: sort, "data-stay": true, target: "_self", class: "sort" }, title) : title));
    // One of each list is made and copied: a hundred rows of four lists are thousands of choices.
    this.pickers = Object.fromEntries(PICKED.map((column) => [column, this.picker(column)]));
    const all = make("input", { type: "checkbox", "aria-label": labels.tick_page });
    this.table.replaceChildren(
      make("thead", {}, make("tr", {}, make("th", { class: "is-tick", scope: "col" }, all), ...heads)),
      make("tbody", {}, ...rows.flatMap((row) => [this.row(row), this.wrongs(row)])),
    );
  }

  row(row) {
    const { columns, labels } = this.data;
    const title = (name) => columns.find((c) => c.name === name).title;
    const tick = make("input", { type: "checkbox", "data-tick": true, "aria-label": `${labels.tick} ${row.name}` });
    const name = make("th", { scope: "row", class: "is-name" },
      make("a", { href: row.href, target: "_blank", rel: "noopener", class: "open", title: labels.open }, row.name),
      make("span", { class: "about" }, row.about));
    const cells = EDITED.map((column) => {
      const about = { "data-column": column, "aria-label": `${row.name} ${title(column)}` };
      const field = PICKED.includes(column)
        ? this.copied(column, about)
        : make("input", { ...about, type: "text", autocomplete: "off", maxlength: column === "remark" ? 600 : 40,
            inputmode: "text", placeholder: column === "remark" ? null : this.data.day });
      return make("td", { class: `is-${column}` }, make("span", { class: "label" }, title(column)), field);
    });
    const more = make("td", { class: "is-more" }, make("button", { type: "button", "aria-expanded": "false" }, labels.more));
    return make("tr", { "data-id": row.id }, make("td", { class: "is-tick" }, tick), name, ...cells,
      make("td", { class: "is-since" }), make("td", { class: "is-standing" }, make("span", {})), more);
  }

  // What is wrong with a row's cells stands below it, across the table: a sentence needs room.
  wrongs(row) {
    return make("tr", { class: "problems", "data-wrong": row.id, hidden: true },
      make("td", { colspan: this.data.columns.length + 1 }, make("ul", {})));
  }

  picker(column) {
    const options = this.data.options[column].map(([value, label]) => make("option", { value }, label));
    if (column === "category") options.unshift(make("option", { value: "" }, "—"));
    return make("select", {}, ...options);
  }

  copied(column, attributes) {
    const select = this.pickers[column].cloneNode(true);
    for (const [name, value] of Object.entries(attributes)) select.setAttribute(name, value);
    return select;
  }

  fill(row) {
    const tr = this.table.querySelector(`tr[data-id="${row.id}"]`);
    const typed = this.data.draft[row.id] || {};
    const wrong = this.data.problems[row.id] || {};
    tr.classList.toggle("changed", Object.keys(typed).length > 0);
    tr.classList.toggle("wrong", Object.keys(wrong).length > 0);
    tr.querySelector("[data-tick]").checked = this.isTicked(row);
    tr.querySelector(".is-since").textContent = row.since;
    const standing = tr.querySelector(".is-standing span");
    standing.className = `standing ${row.colour}`;
    standing.textContent = row.standing;
    for (const column of EDITED) {
      const field = tr.querySelector(`[data-column="${column}"]`);
      const text = column in typed ? typed[column] : row[column] || "";
      const waiting = this.outbox.some(([, id, name]) => id === row.id && name === column);
      if (!waiting && !(field === document.activeElement && field.tagName === "INPUT" && field.value !== field.dataset.shown)) {
        this.put(field, text);
      }
      const cell = field.parentElement;
      cell.classList.toggle("changed", column in typed);
      field.title = column in typed
        ? this.data.labels.before.replace("{value}", this.word(column, row[column]))
        : column === "remark" ? row.remark : "";
      if (column in wrong) {
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", `grid-${row.id}-${column}`);
        tr.classList.add("open");
      } else {
        field.removeAttribute("aria-invalid");
        field.removeAttribute("aria-describedby");
      }
    }
    const below = this.table.querySelector(`tr[data-wrong="${row.id}"]`);
    below.hidden = !Object.keys(wrong).length;
    below.querySelector("ul").replaceChildren(...Object.entries(wrong).map(([column, said]) => {
      const title = this.data.columns.find((c) => c.name === column)?.title;
      return make("li", { id: `grid-${row.id}-${column}` }, ...(title ? [make("b", {}, title), " "] : []), said);
    }));
  }

  word(column, value) {
    if (!PICKED.includes(column)) return value || "—";
    const found = this.data.options[column].find(([code]) => code === value);
    return found ? found[1] : "—";
  }

  put(field, text) {
    field.dataset.shown = text;
    if (field.tagName === "SELECT") {
      field.querySelector("option[data-foreign]")?.remove();
      if (![...field.options].some((option) => option.value === text)) {
        field.append(make("option", { value: text, "data-foreign": true }, text || "—"));
      }
    }
    if (field.value !== text) field.value = text;
  }

  isTicked(row) {
    const last = this.outbox.filter(([, id, name]) => id === row.id && name === "tick").pop();
    return last ? last[3] === "1" : row.ticked;
  }

  // --- what somebody does

  send(edits) {
    if (!edits.length) return;
    for (const [id, column, text] of edits) this.outbox.push([++this.number, id, column, text]);
    window.outreachUnsent = this.outbox.length;
    this.component.setStateValue("edits", { from: this.from, list: this.outbox });
  }

  idOf(field) {
    return Number(field.closest("tr").dataset.id);
  }

  changed(field) {
    if (field.closest("thead")) {
      this.send(this.data.rows.map((row) => [row.id, "tick", field.checked ? "1" : ""]));
      for (const box of this.table.querySelectorAll("[data-tick]")) box.checked = field.checked;
    } else if (field.dataset.column) {
      field.dataset.shown = field.value;
      this.send([[this.idOf(field), field.dataset.column, field.value]]);
    }
  }

  clicked(event) {
    const more = event.target.closest(".is-more button");
    if (more) {
      const open = more.closest("tr").classList.toggle("open");
      more.setAttribute("aria-expanded", String(open));
      return;
    }
    const box = event.target.closest("[data-tick]");
    if (!box) return;
    const boxes = [...this.table.querySelectorAll("[data-tick]")];
    const [here, last] = [boxes.indexOf(box), boxes.indexOf(this.lastTick)];
    const from = event.shiftKey && last >= 0 ? Math.min(here, last) : here;
    const until = event.shiftKey && last >= 0 ? Math.max(here, last) : here;
    const chosen = boxes.slice(from, until + 1);
    for (const each of chosen) each.checked = box.checked;
    this.send(chosen.map((each) => [this.idOf(each), "tick", box.checked ? "1" : ""]));
    this.lastTick = box;
  }

  pressed(event) {
    const field = event.target.closest("[data-column]");
    if (!field) return;
    const typing = field.tagName === "INPUT";
    const down = event.key === "ArrowDown" || (event.key === "Enter" && typing);
    const up = event.key === "ArrowUp";
    if (!(down || up) || event.isComposing || (!typing && !event.ctrlKey)) return;
    const fields = [...this.table.querySelectorAll(`[data-column="${field.dataset.column}"]`)];
    const next = fields[fields.indexOf(field) + (down ? 1 : -1)];
    event.preventDefault();
    if (next) next.focus();
    else field.blur();
  }

  pasted(event) {
    const field = event.target.closest("[data-column]");
    if (!field) return;
    const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
    const lines = text.split("\n").map((line) => line.split("\t"));
    if (lines.length === 1 && lines[0].length === 1 && field.tagName === "INPUT") return;
    event.preventDefault();
    const fields = [...this.table.querySelectorAll(`[data-column="${field.dataset.column}"]`)];
    const rows = fields.slice(fields.indexOf(field)).map((each) => each.closest("tr"));
    const columns = EDITED.slice(EDITED.indexOf(field.dataset.column));
    const edits = [];
    let beyond = 0;
    lines.forEach((cells, down) => cells.forEach((cell, right) => {
      const at = rows[down]?.querySelector(`[data-column="${columns[right]}"]`);
      if (!at) {
        beyond += 1;
        return;
      }
      const value = this.code(columns[right], cell.trim());
      this.put(at, value);
      edits.push([this.idOf(at), columns[right], value]);
    }));
    this.send(edits);
    const { pasted, beyond: over } = this.data.labels;
    this.told.textContent = pasted.replace("{count}", edits.length) + (beyond ? over.replace("{count}", beyond) : "");
  }

  // A word of the list as its code; anything else as it is, for the program to name.
  code(column, text) {
    if (!PICKED.includes(column)) return text;
    const found = this.data.options[column].find(([code, label]) => label === text || code === text);
    return found ? found[0] : text;
  }
}

export default function (component) {
  const parent = component.parentElement;
  parent.outreachGrid ??= new Grid(parent);
  parent.outreachGrid.component = component;
  parent.outreachGrid.show(component.data);
}
