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

let hide: ReturnType<typeof setTimeout> | undefined;

/** Says something for a few seconds. */
export function say(text: string, bad = false) {
  const toast = by("toast");
  toast.textContent = text;
  toast.classList.toggle("bad", bad);
  toast.hidden = false;
  clearTimeout(hide);
  hide = setTimeout(() => (toast.hidden = true), bad ? 8000 : 2600);
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
