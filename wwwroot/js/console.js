// The console's own script: what only the browser knows (time zone, theme, clipboard, keys), and what it must do alone (a lost connection).
(() => {
  "use strict";

  const root = document.documentElement;

  // ---- Drafts -----------------------------------------------------------------------------------------------------------------
  // <form data-draft="key"> keeps what is typed into its named fields for this tab (sessionStorage), by page and key, and puts it back when the
  // page is loaded again or its circuit was lost. Passwords, files, hidden fields and [data-draft-skip] are never kept. A plain form forgets on
  // submit; a page that knows when it is done calls keepaliveConsole.dropDraft(key).
  const draftKey = (form) => `kc-draft:${location.pathname}:${form.dataset.draft}`;
  const draftFields = (form) => [...form.querySelectorAll("input[name], select[name], textarea[name]")]
    .filter((field) => !["password", "file", "hidden", "submit", "button"].includes(field.type) && !field.closest("[data-draft-skip]"));
  const isTick = (field) => field.type === "checkbox" || field.type === "radio";
  const draftName = (field) => (field.type === "radio" ? `${field.name}=${field.value}` : field.name);

  const saveDraft = (form) => {
    const values = {};
    for (const field of draftFields(form)) values[draftName(field)] = isTick(field) ? field.checked : field.value;
    try { sessionStorage.setItem(draftKey(form), JSON.stringify(values)); } catch { /* full or forbidden: no draft */ }
  };
  const restoreDraft = (form) => {
    let values = null;
    try { values = JSON.parse(sessionStorage.getItem(draftKey(form))); } catch { /* not ours */ }
    if (!values) return;
    for (const field of draftFields(form)) {
      const value = values[draftName(field)];
      if (value === undefined || value === (isTick(field) ? field.checked : field.value)) continue;
      if (isTick(field)) field.checked = value; else field.value = value;
      // The circuit hears of it as if it had been typed.
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    }
  };
  const restoreDrafts = (within) => {
    if (within.matches?.("[data-draft]")) restoreDraft(within);
    for (const form of within.querySelectorAll?.("[data-draft]") ?? []) restoreDraft(form);
  };
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      const form = event.isTrusted ? event.target.closest?.("[data-draft]") : null;
      if (form) saveDraft(form);
    });
  }
  document.addEventListener("submit", (event) => {
    if (event.target.matches?.("form[data-draft][action]")) sessionStorage.removeItem(draftKey(event.target));
  });

  window.keepaliveConsole = {
    zone() {
      return { name: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null, offsetMinutes: -new Date().getTimezoneOffset() };
    },
    remember(cookie, value) {
      const age = value ? 31536000 : 0;
      document.cookie = `${cookie}=${value}; path=/; max-age=${age}; samesite=lax` + (location.protocol === "https:" ? "; secure" : "");
    },
    // The circuit is up: from now on the page is drawn by it, so what was typed before can be put back.
    ready() {
      restoreDrafts(document.body);
      new MutationObserver((changes) => {
        for (const change of changes) for (const node of change.addedNodes) if (node.nodeType === 1) restoreDrafts(node);
      }).observe(document.body, { childList: true, subtree: true });
    },
    dropDraft(key) {
      sessionStorage.removeItem(`kc-draft:${location.pathname}:${key}`);
    },
  };

  // ---- Theme ------------------------------------------------------------------------------------------------------------------
  // The server draws from the cookie; without one the style sheets follow the operating system. No reload, so nothing that is typed is lost.
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-theme-switch]")) return;
    const theme = event.target.value;
    window.keepaliveConsole.remember("kc-theme", theme === "system" ? "" : theme);
    root.dataset.theme = theme;
    const dark = document.getElementById("kc-dark-sheet");
    if (dark) dark.media = theme === "system" ? "(prefers-color-scheme: dark)" : theme === "material" ? "not all" : "all";
  });

  // ---- This node in the title and the icon of the tab -------------------------------------------------------------------------
  const sign = () => {
    const chip = document.getElementById("kc-node");
    const title = document.querySelector("head > title");
    if (!chip || !title) return;
    const isOffline = root.classList.contains("kc-offline");
    const words = isOffline ? chip.dataset.lost : chip.dataset.sign;
    // In place, and only the first of its text nodes: the circuit keeps hold of them.
    const node = title.firstChild;
    if (!node) return;
    const wanted = `${words} ⋮ ${node.data.split(" ⋮ ").pop()}`;
    if (node.data !== wanted) node.data = wanted;
    const dot = isOffline ? "#808080" : getComputedStyle(chip.querySelector(".kc-icon")).color;
    const icon = document.querySelector("link[rel=icon]");
    const drawn = "data:image/svg+xml," + encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M12 1.5 21.5 6.7v10.6L12 22.5 2.5 17.3V6.7z" fill="#1f5fbf"/>'
      + `<path d="M5 12h3.5l1.8-4 3 8 1.9-4H19" fill="none" stroke="#fff" stroke-width="2"/><circle cx="17.5" cy="17.5" r="6" fill="${dot}" stroke="#fff" stroke-width="1.5"/></svg>`);
    if (icon && icon.href !== drawn) icon.href = drawn;
  };

  // ---- Lost connection --------------------------------------------------------------------------------------------------------
  const clock = (date) => date.toTimeString().slice(0, 8);
  const lost = (seconds) => `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  let knocking = false;

  // The framework gave up, or the console was restarted and does not know this page: wait until it answers, then go on or load anew.
  const knock = async (modal) => {
    if (knocking) return;
    knocking = true;
    const gaveUp = () => ["failed", "rejected"].some((state) => modal.classList.contains(`components-reconnect-${state}`));
    while (gaveUp()) {
      const answers = await fetch("livez", { cache: "no-store" }).then((answer) => answer.ok, () => false);
      if (answers) {
        const goesOn = modal.classList.contains("components-reconnect-failed") && await Promise.resolve(window.Blazor?.reconnect?.()).catch(() => false);
        if (!goesOn) { location.reload(); return; }
      }
      await new Promise((done) => setTimeout(done, 2000));
    }
    knocking = false;
  };

  document.addEventListener("DOMContentLoaded", () => {
    const modal = document.getElementById("components-reconnect-modal");
    // No circuit on this page: what is there now stays.
    if (!modal) { restoreDrafts(document.body); return; }
    let since = null;
    let timer = null;
    new MutationObserver(() => {
      const offline = ["show", "retrying", "failed", "rejected"].some((state) => modal.classList.contains(`components-reconnect-${state}`));
      root.classList.toggle("kc-offline", offline);
      if (offline && !since) {
        since = new Date();
        document.getElementById("kc-lost-at").textContent = clock(since);
        const show = () => { document.getElementById("kc-lost-for").textContent = lost(Math.floor((Date.now() - since) / 1000)); };
        show();
        timer = setInterval(show, 1000);
        sign();
      } else if (!offline && since) {
        clearInterval(timer);
        since = null;
        sign();
      }
      knock(modal);
    }).observe(modal, { attributes: true, attributeFilter: ["class"] });

    sign();
    new MutationObserver(sign).observe(document.head, { childList: true, subtree: true, characterData: true });
    const top = document.querySelector(".kc-top");
    if (top) new MutationObserver(sign).observe(top.parentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-sign"] });
  });

  // ---- Keys -------------------------------------------------------------------------------------------------------------------
  const isTyping = (event) => event.isComposing || !!event.target.closest?.("input, textarea, select, [contenteditable]:not([contenteditable=false])");
  const isBusy = () => !!document.querySelector("dialog[open], .rz-dialog");
  const show = (id) => {
    const dialog = document.getElementById(id);
    if (!dialog) return false;
    // Modal: the browser keeps the focus inside, closes on Escape and gives the focus back.
    dialog.showModal();
    const field = dialog.querySelector("input");
    if (field) { field.focus(); field.select(); }
    return true;
  };
  let goUntil = 0;

  document.addEventListener("keydown", (event) => {
    if (isTyping(event) || isBusy()) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      if (show("kc-palette")) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (goUntil > event.timeStamp) {
      goUntil = 0;
      const place = /^[a-z]$/.test(event.key) ? document.querySelector(`.kc-rail [data-letter="${event.key}"]`) : null;
      if (place) { event.preventDefault(); place.click(); return; }
    }
    if (event.key === "g") { goUntil = event.timeStamp + 1500; return; }
    if (event.key === "?") { if (show("kc-help")) event.preventDefault(); return; }
    if (event.key !== "/") return;
    const search = document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
  });

  // Inside the palette: arrows walk through the links, Enter in the field takes the first, letters go back to the field.
  const takeFirst = (dialog, field, tries) => {
    const list = dialog.querySelector("[data-for]");
    // The list comes from the server: wait for the one that belongs to what is typed.
    if (list.dataset.for === field.value.trim()) list.querySelector("a[href]")?.click();
    else if (tries > 0 && dialog.open) setTimeout(() => takeFirst(dialog, field, tries - 1), 40);
  };
  document.addEventListener("keydown", (event) => {
    const dialog = event.target.closest?.("#kc-palette");
    if (!dialog || event.isComposing) return;
    const field = dialog.querySelector("input");
    const links = [...dialog.querySelectorAll("a[href]")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown") { event.preventDefault(); links[Math.min(at + 1, links.length - 1)]?.focus(); }
    else if (event.key === "ArrowUp") { event.preventDefault(); (at > 0 ? links[at - 1] : field).focus(); }
    else if (event.key === "Enter" && event.target === field) { event.preventDefault(); takeFirst(dialog, field, 50); }
    else if (at >= 0 && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) field.focus();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-show]");
    if (opener) { show(opener.dataset.show); return; }
    const dialog = event.target.closest?.("dialog.kc-dialog");
    // Beside the dialog, on its closing button, or on a link that leads away.
    if (dialog && (event.target === dialog || event.target.closest("[data-close], a[href]"))) dialog.close();
  });

  // ---- Copying ----------------------------------------------------------------------------------------------------------------
  // Copies the text of a [data-copy] button. Without the clipboard (a plain http address) a hidden field does it the old way.
  const copy = async (text) => {
    if (navigator.clipboard && window.isSecureContext) {
      try { await navigator.clipboard.writeText(text); return true; } catch { /* not allowed: the old way */ }
    }
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "kc-hidden";
    // Inside an open dialog, else its focus trap would take the selection away.
    (document.activeElement?.closest("dialog, [role=dialog]") ?? document.body).append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    const menu = button?.closest("details[data-menu]");
    for (const open of document.querySelectorAll("details[data-menu][open]")) if (!open.contains(event.target)) open.open = false;
    if (!button) return;
    const done = await copy(button.dataset.copy);
    const said = button.closest(".kc-copy")?.querySelector(".kc-copy-said");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); } else button.focus();
    if (!said) return;
    if (!done) { window.prompt("", button.dataset.copy); return; }
    said.textContent = button.dataset.copied;
    setTimeout(() => { said.textContent = ""; }, 2500);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
