/* Words that explain themselves: pointed at, focused or pressed. What is shown stays while one points at it, and goes
   with Escape. And the Glossary, which has them all. */
(function () {
  "use strict";
  var LINGERS = 250;  /* milliseconds to get from a word to its explanation */
  var tip = null, of = null, leaving = null;
  var byId = function (id) { return document.getElementById(id); };

  function made() {
    tip = document.createElement("div");
    tip.id = "term-said";
    tip.setAttribute("role", "tooltip");
    tip.addEventListener("mouseenter", function () { clearTimeout(leaving); });
    tip.addEventListener("mouseleave", leave);
    document.body.append(tip);
  }

  function show(word) {
    if (!tip) { made(); }
    clearTimeout(leaving);
    of = word;
    tip.textContent = byId(word.dataset.term).textContent;
    tip.classList.add("shown");
    var at = word.getBoundingClientRect(), edge = document.documentElement.clientWidth - tip.offsetWidth - 8;
    var below = at.bottom + tip.offsetHeight + 8 < window.innerHeight;
    tip.style.left = Math.max(8, Math.min(at.left, edge)) + window.scrollX + "px";
    tip.style.top = (below ? at.bottom + 4 : at.top - tip.offsetHeight - 4) + window.scrollY + "px";
  }
  function hide() {
    clearTimeout(leaving);
    if (tip) { tip.classList.remove("shown"); }
    of = null;
  }
  function leave() {
    clearTimeout(leaving);
    leaving = setTimeout(function () { if (document.activeElement !== of) { hide(); } }, LINGERS);
  }
  function word(event) { return event.target.closest && event.target.closest("[data-term]"); }

  document.addEventListener("mouseover", function (event) { if (word(event)) { show(word(event)); } });
  document.addEventListener("mouseout", function (event) { if (word(event)) { leave(); } });
  document.addEventListener("focusin", function (event) { if (word(event)) { show(word(event)); } else { hide(); } });
  document.addEventListener("focusout", function (event) { if (word(event)) { leave(); } });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { hide(); } });

  document.addEventListener("click", function (event) {
    if (word(event)) { show(word(event)); return; }
    if (event.target.id === "glossary-open") { byId("glossary").showModal(); }
    if (event.target.id === "glossary-close" || event.target.id === "glossary") { byId("glossary").close(); }
  });
}());
