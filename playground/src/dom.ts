// Elements, in few words.

export function element<K extends keyof HTMLElementTagNameMap>(tag: K, properties: Partial<HTMLElementTagNameMap[K]> = {}): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(tag), properties);
}

/** The element of the page with an id. */
export function by<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as T;
}

/** A sentence of the compiler's where nothing can stand as code. */
export function plain(text: string): string {
  return text.replaceAll("`", "");
}

/** Gives an element other children; the focus stays at what has the same `data-key`. */
export function fill(parent: HTMLElement, children: HTMLElement[]) {
  const focused = parent.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.key : undefined;
  parent.replaceChildren(...children);
  if (focused !== undefined) parent.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

/** Scrolls a row to its current element. Not by scrollIntoView: on a phone that would move the page as well. */
export function reveal(row: HTMLElement) {
  const current = row.querySelector<HTMLElement>('[aria-current="true"]');
  if (current) row.scrollLeft = current.offsetLeft - row.offsetLeft - row.clientWidth / 2 + current.clientWidth / 2;
}

let hide: ReturnType<typeof setTimeout> | undefined;

/** Says something for a few seconds, perhaps with a way back. */
export function say(text: string, bad = false, action?: { title: string; run(): void }) {
  const toast = by("toast");
  toast.replaceChildren(plain(text));
  if (action) {
    const button = element("button", { className: "fix", textContent: action.title });
    button.onclick = () => {
      toast.hidden = true;
      action.run();
    };
    toast.append(button);
  }
  toast.classList.toggle("bad", bad);
  toast.hidden = false;
  clearTimeout(hide);
  hide = setTimeout(() => (toast.hidden = true), bad || action ? 8000 : 2600);
}

/** Asks for a line of text; nothing where that is given up. `wrong` says what is wrong with one. */
export function askFor(question: string, value: string, wrong: (text: string) => string | undefined): Promise<string | undefined> {
  const dialog = by<HTMLDialogElement>("ask");
  const input = by<HTMLInputElement>("ask-input");
  const complaint = by("ask-wrong");
  by("ask-question").textContent = question;
  input.value = value;
  complaint.textContent = "";
  dialog.returnValue = "";
  dialog.showModal();
  input.select();
  return new Promise((resolve) => {
    by<HTMLFormElement>("ask-form").onsubmit = (event) => {
      complaint.textContent = wrong(input.value) ?? "";
      if (complaint.textContent) event.preventDefault();
    };
    by("ask-cancel").onclick = () => dialog.close();
    dialog.onclose = () => resolve(dialog.returnValue === "ok" ? input.value : undefined);
  });
}
