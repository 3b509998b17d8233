// The console's few lines of script: what only the browser knows (time zone, theme) and what it must do alone (a lost connection).
(() => {
  "use strict";

  window.keepaliveConsole = {
    zone() {
      return { name: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null, offsetMinutes: -new Date().getTimezoneOffset() };
    },
    rememberTheme(cookie, theme) {
      document.cookie = `${cookie}=${theme}; path=/; max-age=31536000; samesite=lax` + (location.protocol === "https:" ? "; secure" : "");
    },
  };

  // First visit: follow the operating system. The server draws from the cookie, so it is set before the page is asked for again.
  if (!document.cookie.includes("kc-theme=") && matchMedia("(prefers-color-scheme: dark)").matches) {
    window.keepaliveConsole.rememberTheme("kc-theme", "material-dark");
    if (document.cookie.includes("kc-theme=")) location.reload();
  }

  const clock = (date) => date.toTimeString().slice(0, 8);
  const lost = (seconds) => `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;

  document.addEventListener("DOMContentLoaded", () => {
    const modal = document.getElementById("components-reconnect-modal");
    if (!modal) return;
    let since = null;
    let timer = null;
    new MutationObserver(() => {
      const offline = ["show", "failed", "rejected"].some((state) => modal.classList.contains(`components-reconnect-${state}`));
      document.documentElement.classList.toggle("kc-offline", offline);
      if (offline && !since) {
        since = new Date();
        document.getElementById("kc-lost-at").textContent = clock(since);
        const show = () => { document.getElementById("kc-lost-for").textContent = lost(Math.floor((Date.now() - since) / 1000)); };
        show();
        timer = setInterval(show, 1000);
      } else if (!offline && since) {
        clearInterval(timer);
        since = null;
      }
    }).observe(modal, { attributes: true, attributeFilter: ["class"] });
  });

  // "/" goes to the search field of the page, as in most consoles.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const search = document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
  });
})();
