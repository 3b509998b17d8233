// Whether nobody can see the page now; only the browser knows.
export const hidden = () => document.visibilityState === "hidden";
