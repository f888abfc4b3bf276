/* Plain HTML from the server, put where it belongs. What stands there already is changed, not replaced: focus, unfolded
   details and drawn charts stay. */
(function () {
  "use strict";

  function attributes(here, next) {
    Array.from(here.attributes).forEach(function (a) {
      if (!next.hasAttribute(a.name) && !(here.tagName === "DETAILS" && a.name === "open")) { here.removeAttribute(a.name); }
    });
    Array.from(next.attributes).forEach(function (a) {
      if (here.getAttribute(a.name) !== a.value) { here.setAttribute(a.name, a.value); }
    });
  }

  function change(here, next) {
    if (here.nodeType === Node.TEXT_NODE) {
      if (here.nodeValue !== next.nodeValue) { here.nodeValue = next.nodeValue; }
      return;
    }
    if (here.classList.contains("chart")) { here.setAttribute("aria-label", next.getAttribute("aria-label")); return; }
    attributes(here, next);
    children(here, next);
  }

  function children(here, next) {
    var wanted = Array.from(next.childNodes);
    wanted.forEach(function (node, place) {
      var old = here.childNodes[place];
      if (!old) { here.append(node); return; }
      if (old.nodeName === node.nodeName && old.id === node.id) { change(old, node); } else { here.replaceChild(node, old); }
    });
    while (here.childNodes.length > wanted.length) { here.lastChild.remove(); }
  }

  /* Put HTML into an element. */
  window.tiersPlain = function (element, html) {
    var next = document.createElement("template");
    next.innerHTML = html;
    children(element, next.content);
  };

  /* Fill the room that the layout left for plain HTML. */
  window.tiersPlaced = function () {
    document.querySelectorAll("[data-html]").forEach(function (element) {
      element.innerHTML = element.dataset.html;
      element.removeAttribute("data-html");
    });
  };
}());
