// Dark or light: as the system has it, until somebody chooses.

const KEPT = "wharf-theme";

export function theme(button: HTMLElement) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = read();
  const show = () => {
    const dark = chosen ? chosen === "dark" : system.matches;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    button.title = dark ? "Use the light theme" : "Use the dark theme";
    button.ariaLabel = button.title;
  };
  system.onchange = show;
  button.onclick = () => {
    chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(KEPT, chosen);
    } catch {
      // It lasts as long as the page.
    }
    show();
  };
  show();
}

function read(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
