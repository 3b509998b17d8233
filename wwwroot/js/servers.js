// What only the browser knows about the list of real servers: which part of it is in sight, and how to hand over a file.

const heights = (list) => {
  const style = getComputedStyle(list);
  return ["--kc-row", "--kc-head"].map((name) => Math.round(parseFloat(style.getPropertyValue(name))));
};

// Tells the page where the list stands, one call at a time, when it has moved far enough to matter.
export function watch(list, page) {
  let busy = false;
  let said = "";
  const look = async () => {
    if (busy || !list.isConnected) return;
    const [row, head] = heights(list);
    const step = Math.max(row * 4, list.clientHeight / 3);
    const top = list.scrollTop;
    const now = [Math.floor(top / step), list.clientHeight, row, head].join();
    if (now === said) return;
    said = now;
    busy = true;
    try {
      await page.invokeMethodAsync("Look", Math.round(top), list.clientHeight, row, head);
    } finally {
      busy = false;
    }
    requestAnimationFrame(look);
  };
  list.addEventListener("scroll", look, { passive: true });
  new ResizeObserver(look).observe(list);
  new MutationObserver(look).observe(list, { attributes: true, attributeFilter: ["class"] });
  look();
}

export function save(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
