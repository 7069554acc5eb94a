// Searches the rules that stand on the page. The fragment holds the state: `#RF-…` is one rule, `#?q=…&only=recalled&outcome=urgent` a search.
(() => {
  "use strict";
  const form = document.getElementById("search");
  const count = document.getElementById("count");
  const filters = document.getElementById("filters");
  // "new_pain" and "new pain" are the same to somebody who looks for it.
  const plain = (text) => text.toLowerCase().replaceAll("_", " ").replace(/\s+/g, " ");
  const entries = [...document.querySelectorAll(".entry")].map((element) => ({
    element,
    isRule: element.classList.contains("rule"),
    text: plain(element.textContent),
    marks: (element.dataset.marks || "").split(" "),
    outcome: element.dataset.outcome,
  }));
  // Inner groups first, so that an outer one sees what is left of them.
  const groups = [...document.querySelectorAll(".group")].reverse();
  const total = entries.filter((entry) => entry.isRule).length;

  const asked = () => {
    const data = new FormData(form);
    return { q: data.get("q").trim(), only: data.getAll("only"), outcome: data.get("outcome") };
  };

  const show = () => {
    const { q, only, outcome } = asked();
    const wanted = q.split(/\s+/).filter(Boolean).map(plain);
    const isSearch = wanted.length > 0 || only.length > 0 || outcome !== "";
    let rules = 0;
    let facts = 0;
    for (const entry of entries) {
      const matches = wanted.every((word) => entry.text.includes(word))
        && only.every((mark) => entry.marks.includes(mark))
        && (outcome === "" || outcome === entry.outcome);
      entry.element.classList.toggle("out", !matches);
      if (matches && entry.isRule) rules += 1;
      if (matches && !entry.isRule) facts += 1;
    }
    for (const group of groups) group.classList.toggle("out", !group.querySelector(".entry:not(.out)"));
    document.body.classList.toggle("searching", isSearch);
    const besides = isSearch && facts ? `, and ${facts} of the facts and answers below` : "";
    count.textContent = isSearch ? `${rules} of ${total} rules match${besides}` : `${total} rules`;
  };

  const remember = () => {
    const { q, only, outcome } = asked();
    const state = new URLSearchParams();
    if (q) state.set("q", q);
    for (const mark of only) state.append("only", mark);
    if (outcome) state.set("outcome", outcome);
    const fragment = state.toString();
    history.replaceState(null, "", fragment ? `#?${fragment}` : location.pathname + location.search);
  };

  const recall = () => {
    const state = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : "");
    form.elements.q.value = state.get("q") || "";
    for (const box of form.querySelectorAll("[name=only]")) box.checked = state.getAll("only").includes(box.value);
    form.elements.outcome.value = state.get("outcome") || "";
    // A word that is no outcome leaves nothing chosen.
    if (form.elements.outcome.selectedIndex < 0) form.elements.outcome.selectedIndex = 0;
    if (state.has("only") || state.has("outcome")) filters.open = true;
    show();
    // The bar stays at the top, and must not cover what a link leads to.
    document.documentElement.style.scrollPaddingTop = `${form.offsetHeight + 16}px`;
    // A link to one rule shows it among all others, whatever was searched for before.
    const target = document.getElementById(location.hash.slice(1));
    if (target) target.scrollIntoView();
  };

  form.addEventListener("input", () => { show(); remember(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("clear").addEventListener("click", () => { form.reset(); show(); remember(); form.elements.q.focus(); });
  addEventListener("hashchange", recall);
  form.hidden = false;
  filters.open = matchMedia("(min-width: 50rem)").matches;
  recall();
})();
